"""What the form fields of a contract's PDF are called; apart, so that reading a file loads nothing that prints."""

CERTIFICATION = "Certification"


def signature_field(party_key: str) -> str:
    return f"Signature_{party_key}"


def seal_field(party_key: str) -> str:
    return f"Seal_{party_key}"
