"""The fixed words of a printed contract.

They stand here and not in the translations of the screens: they are part of what is signed, follow the language of the
contract, and must not change when a screen is reworded.
"""

from foundation.languages import pick

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
    "engaged_for": ("委托事项", "Engaged for"),
    "fee": ("费用及分担", "Fee and who bears it"),
    "cap": ("责任限额", "Limit of liability"),
    "venues": ("适用门店", "Venues covered"),
    "breaches": ("违约情形一览", "Breach catalogue"),
    "breach": ("违约情形", "Breach"),
    "fault": ("违约方", "At fault"),
    "clause": ("条款", "Clause"),
    "either": ("任一方", "Either party"),
    "annexes": ("附件清单", "Annexes"),
    "number_of_annex": ("序号", "No."),
    "title": ("名称", "Title"),
    "amendment": ("补充协议第{}号", "Supplementary Agreement No. {}"),
    "changes": ("本补充协议修改的内容", "What this agreement changes"),
    "changes_note": (
        "双方协商一致，对本合同作如下修改。修改自双方签字并盖章之时起生效；此前已经起算的期限和已经作出的认定不受影响。未修改的内容继续有效，修改后的合同全文附后。",
        (
            "The parties agree to change this contract as follows. The changes take effect when both have signed and "
            "sealed; time limits already running and findings already made are not affected. Everything else remains "
            "in force. The whole contract as amended follows."
        ),
    ),
    "changes_note_third": (
        "甲乙双方与第三方协商一致，对本合同作如下修改。修改自各方签字并盖章之时起生效；此前已经起算的期限和已经作出的认定不受影响。未修改的内容继续有效，修改后的合同全文附后。",
        (
            "The parties and the third party agree to change this contract as follows. The changes take effect when "
            "all have signed and sealed; time limits already running and findings already made are not affected. "
            "Everything else remains in force. The whole contract as amended follows."
        ),
    ),
    "term": ("约定值", "Term"),
    "old": ("修改前", "Until now"),
    "new": ("修改后", "From now on"),
    "binding": (
        "本合同以中文文本为准。英文供阅读之用，与中文不一致的，以中文为准。",
        (
            "The Chinese text of this contract is binding. The English is there to be read; where they differ, the "
            "Chinese prevails."
        ),
    ),
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


def word(key: str, language: str) -> str:
    """A fixed word in the language of the contract. Raises KeyError for an unknown key."""
    return pick(language, *_WORDS[key])


def words(language: str) -> dict[str, str]:
    """All fixed words, for templates."""
    return {key: word(key, language) for key in _WORDS}


def html_language(language: str) -> str:
    """The language tag of HTML, which chooses the typeface."""
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(language, language)
