"""Static files under hashed names: modules still find each other, and nobody else's files are read as modules."""

from pathlib import Path

from encore.static_storage import HashedStaticFiles

MAIN = 'import { keep } from "./store.js";\nimport "./queue.js";\nkeep();\n'
FILES = {
    "encore/js/floor/main.js": MAIN,
    "encore/js/floor/store.js": "export const keep = () => {};\n",
    "encore/js/floor/queue.js": "keep;\n",
    "other/ext.js": 'import { a } from "./left-out.js";\n',
}


def test_what_a_module_imports_has_its_hashed_name_there(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
    hashed = {name: new for name, new, _done in storage.post_process({name: (storage, name) for name in FILES})}
    store, queue = (Path(hashed[f"encore/js/floor/{name}.js"]).name for name in ("store", "queue"))
    assert store != "store.js"
    expected = f'import {{ keep }} from "./{store}";\nimport "./{queue}";\nkeep();\n'
    assert (tmp_path / hashed["encore/js/floor/main.js"]).read_text() == expected
    assert (tmp_path / hashed["other/ext.js"]).read_text() == FILES["other/ext.js"]
