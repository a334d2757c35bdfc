"""The fixed words of a printed contract.

They stand here and not in the translations of the screens: they are part of what is signed, follow the language of the
contract, and must not change when a screen is reworded.
"""

from foundation.languages import is_chinese, pick

_WORDS: dict[str, tuple[str, str]] = {
    "number": ("合同编号", "Contract No."),
    "version": ("文本版本", "Version"),
    "form": ("合同范本", "Form"),
    "contents": ("目录", "Contents"),
    "parties": ("合同当事方", "The Parties"),
    "A": ("甲方", "Party A"),
    "B": ("乙方", "Party B"),
    "third": ("第三方", "Third party"),
    "name": ("名称", "Name"),
    "uscc": ("统一社会信用代码", "Unified social credit code"),
    "legal_representative": ("法定代表人", "Legal representative"),
    "address": ("注册地址", "Registered address"),
    "phone": ("联系电话", "Telephone"),
    "email": ("电子邮箱", "E-mail"),
    "contact": ("联系人", "Contact person"),
    "bank": ("开户银行", "Bank"),
    "bank_account": ("银行账号", "Account No."),
    "venues": ("适用门店", "Venues covered"),
    "breaches": ("违约情形一览", "Breach catalogue"),
    "breach": ("违约情形", "Breach"),
    "fault": ("违约方", "At fault"),
    "clause": ("条款", "Clause"),
    "either": ("任一方", "Either party"),
    "annexes": ("附件清单", "Annexes"),
    "number_of_annex": ("序号", "No."),
    "title": ("名称", "Title"),
    "glossary": ("术语释义", "Definitions"),
    "signatures": ("签字盖章页", "Signature page"),
    "statement": (
        "各方确认已阅读并理解本合同全部条款，特别是以加粗字体标示的条款，自愿在下方签字并盖章。",
        (
            "The parties have read and understood every clause, the ones set in bold type in particular, and sign and "
            "seal below of their own free will."
        ),
    ),
    "seal_place": ("盖章", "Seal"),
    "signed_by": ("法定代表人或授权代表签字", "Signature of the legal or authorised representative"),
    "date": ("日期", "Date"),
    "terms_file": ("机读约定值文件", "Machine-readable terms"),
    "terms_note": (
        "本文件内嵌 terms.json，载有本合同全部约定值，其 SHA-256 摘要如下，与正文所载一致。",
        "terms.json, embedded in this file, holds every agreed value of this contract. Its SHA-256 digest:",
    ),
    "identity_note": (
        "电子签名可证明签署后内容未被改动；由本系统自建证书签署的，签名人身份未经许可的电子认证服务机构认证。",
        (
            "The electronic signatures prove that nothing was changed after signing. Where they rest on this "
            "installation's own certificates, the signers' identity is not certified by a licensed CA."
        ),
    ),
    "letter_of_authority": ("授权代表", "By letter of authority"),
    "signs_for": ("代表", "For"),
}
_CHINESE_DIGITS = "零一二三四五六七八九"
_ARTICLE = {"chapter": ("第{}章", "Chapter {}"), "article": ("第{}条", "Article {}")}


def word(key: str, language: str) -> str:
    """A fixed word in the language of the contract. Raises KeyError for an unknown key."""
    return pick(language, *_WORDS[key])


def words(language: str) -> dict[str, str]:
    """All fixed words, for templates."""
    return {key: word(key, language) for key in _WORDS}


def html_language(language: str) -> str:
    """The language tag of HTML, which chooses the typeface."""
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(language, language)


def clause_label(kind: str, number: str, language: str) -> str:
    """How a clause is numbered in print: 第三条 or Article 3; sections by their bare number (3.2)."""
    if kind not in _ARTICLE or not number.isascii() or not number.isdigit():
        return number
    written = chinese_number(int(number)) if is_chinese(language) else number
    return pick(language, *_ARTICLE[kind]).format(written)


def annex_label(number: int, language: str) -> str:
    """How an annex is numbered in print: 附件一 or Annex 1."""
    written = chinese_number(number) if is_chinese(language) else str(number)
    return pick(language, f"附件{written}", f"Annex {written}")


def chinese_number(number: int) -> str:
    """A number from 0 to 99 in plain Chinese numerals (十四, 二十); larger ones stay digits."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _CHINESE_DIGITS[ones]
    if tens > 9:
        return str(number)
    return (_CHINESE_DIGITS[tens] if tens > 1 else "") + "十" + (_CHINESE_DIGITS[ones] if ones else "")
