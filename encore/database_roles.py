"""Who may do what in the database: one role owns the tables, another one runs the app and owns nothing.

The app's role reads and writes every table. Migrations take UPDATE and DELETE away from it where rows are append-only,
which only means something because that role is not the owner.
"""

import psycopg2
from psycopg2 import extensions, sql
from psycopg2.extensions import make_dsn, parse_dsn


def prepare(admin_url: str, owner_url: str, app_url: str) -> None:
    """Make both roles and the database where missing, and give the app's role its rights. May be run again.

    `admin_url`: a login that may create roles and databases. Passwords are taken from the other two addresses.
    Raises psycopg2.Error.
    """
    owner, app = parse_dsn(owner_url), parse_dsn(app_url)
    admin = connect(admin_url)
    try:
        _make_role(admin, owner, may_create_databases=True)
        _make_role(admin, app, may_create_databases=False)
        if _make_database(admin, name=owner["dbname"], owner=owner["user"]):
            grant_rights(make_dsn(admin_url, dbname=owner["dbname"]), owner["user"], app["user"])
    finally:
        admin.close()


def grant_rights(url: str, owner: str, app: str) -> None:
    """In the database at `url`: the owner has the schema; what it creates from now on, the app may use."""
    roles = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    session = connect(url)
    try:
        with session.cursor() as cursor:
            for statement in RIGHTS:
                cursor.execute(sql.SQL(statement).format(**roles))
    finally:
        session.close()


# In the locale C, lower() and \w do not know Chinese; C.UTF-8 knows it and sorts the same everywhere.
LIKE_PRODUCTION = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
RIGHTS = (
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)


def connect(url: str) -> extensions.connection:
    """A session in which every statement is its own transaction, as CREATE DATABASE demands."""
    session = psycopg2.connect(url)
    session.autocommit = True
    return session


def _make_role(admin: extensions.connection, login: dict[str, str], *, may_create_databases: bool) -> None:
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login["user"]])
        if cursor.fetchone():
            return
        right = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
        role = sql.Identifier(login["user"])
        # A role without a password can log in only where the server trusts the socket, as the embedded one does.
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD %s").format(role, right), [login.get("password")])
        # A managed server's administrator is no superuser: it may only give a database to a role that it belongs to.
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))


def _make_database(admin: extensions.connection, *, name: str, owner: str) -> bool:
    """Whether it had to be made."""
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(
            sql.SQL(f"CREATE DATABASE {{}} OWNER {{}} {LIKE_PRODUCTION}").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
        return True
