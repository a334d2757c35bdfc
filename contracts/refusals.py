from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "contracts.frozen": _("This version was sent for signing and can no longer be changed."),
        "contracts.blank_missing": _("Fill in %(label)s (clause %(clause)s) before sending."),
        "contracts.venues_missing": _("Choose at least one venue that the contract covers."),
        "contracts.venue_of_another": _("%(venue)s does not belong to Party A."),
        "contracts.same_party": _("Party A and Party B must be two different parties."),
        "contracts.owner_elsewhere": _("Choose a person who is contract owner of %(party)s."),
        "contracts.owner_missing": _(
            "Nobody is contract owner of %(party)s yet. Ask an administrator to add a person."
        ),
        "contracts.link_withdrawn": _("This contract was withdrawn or declined, so this link no longer works."),
        "contracts.reminded_already": _("The signer was mailed less than a minute ago."),
        "contracts.terms_refused": _("Some values do not fit. Nothing was saved yet."),
        "contracts.name_differs": _("Type your name as it stands in the invitation: %(name)s."),
        "contracts.not_your_side": _("Your party is not the provider of this contract."),
        "contracts.not_injured": _("Only the injured party, %(party)s, can confirm or waive this breach."),
        "contracts.not_at_fault": _(
            "Only the party said to be at fault, %(party)s, can accept or contest this breach."
        ),
        "contracts.reason_missing": _("Give the reason: the other side will read it."),
        "contracts.no_damages_term": _("The contract names no damages for this kind of breach."),
        "contracts.not_confirmed": _("Damages are assessed once the injured party has confirmed the breach."),
        "contracts.link_unknown": _("This link is not valid. Ask the sender for a new one."),
        "contracts.link_expired": _("This link has expired. Ask the sender for a new one."),
        "contracts.link_used": _("This party has signed and sealed already; the link has done its work."),
        "contracts.code_wrong": _("This code is not right. Tries left: %(left)s."),
        "contracts.code_expired": _("This code has expired or was used. Ask for a new one."),
        "contracts.code_guessed": _(
            "Wrong codes were typed too often here. Ask the sender to withdraw and send again."
        ),
        "contracts.code_too_many": _("Too many codes were asked for. Wait ten minutes and try again."),
        "contracts.mailbox_unproven": _("Prove your mailbox with the one-time code first."),
        "contracts.heavy_unread": _("Confirm that you have read clause %(clause)s."),
        "contracts.signature_missing": _("Draw your signature or type your name."),
        "contracts.seal_missing": _("Choose the seal: signing alone is not enough."),
        "contracts.file_broken": _("The sealed file did not verify: %(reason)s. Nothing was signed."),
        "contracts.signer_missing": _("Name the person who signs for %(party)s, with title and e-mail."),
        "contracts.signer_mailbox_unknown": _(
            "Use the mailbox that stands in the register for %(party)s, or that of its contract owner."
        ),
        "contracts.signers_alike": _("The two parties cannot use one mailbox for signing."),
    }
)
declare(
    {
        "contracts.changed_meanwhile": _(
            "Somebody else saved this draft meanwhile. What you typed is still here: look at it again, then save."
        ),
    },
    status=OUT_OF_STEP,
)
