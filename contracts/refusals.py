from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "contracts.frozen": _("This version was sent for signing and can no longer be changed."),
        "contracts.blank_missing": _("Fill in %(label)s (clause %(clause)s) before sending."),
        "contracts.supplement_unknown": _("The form has no supplement named %(supplement)s."),
        "contracts.foreign_syntax": _(
            "“%(syntax)s” means nothing here. Terms are shown as {{name}}, clauses as {{§5.2}}."
        ),
        "contracts.term_unknown_here": _("This contract has no term named %(name)s."),
        "contracts.term_not_shown": _("The clause must show “%(label)s”: put %(mark)s where its value belongs."),
        "contracts.reference_missing": _("There is no clause %(number)s to refer to."),
        "contracts.number_not_ticked": _(
            "Nothing acts on numbers in free text. Confirm that these do not act, or use a term: %(numbers)s."
        ),
        "contracts.clause_of_the_form": _("Clause %(number)s is part of the form and cannot be removed."),
        "contracts.clause_referred_to": _("Clause %(other)s refers to clause %(number)s. Change that one first."),
        "contracts.supplements_exclude": _("Choose only one: %(supplement)s excludes another supplement you chose."),
        "contracts.arbitration_body_missing": _("You chose arbitration: name the arbitration commission."),
        "contracts.no_such_clause": _("This clause is no longer part of the wording. Choose another."),
        "contracts.not_the_client": _("Only %(party)s can say whether this is what was signed."),
        "contracts.no_paper_waits": _("Nothing signed on paper waits for your word here."),
        "contracts.venues_missing": _("Choose at least one venue that the contract covers."),
        "contracts.venue_of_another": _("%(venue)s does not belong to Party A."),
        "contracts.same_party": _("Party A and Party B must be two different parties."),
        "contracts.owner_elsewhere": _("Choose a person who is contract owner of %(party)s."),
        "contracts.link_withdrawn": _("This contract was withdrawn or declined, so this link no longer works."),
        "contracts.reminded_already": _("Whoever has to sign now was mailed within the last day."),
        "contracts.not_running": _("Only a contract that is in force can be changed, renewed or terminated."),
        "contracts.not_renewable": _("Only a contract that is in force, or has just expired, can be renewed."),
        "contracts.sent_in_future": _("A notice cannot have been sent later than today."),
        "contracts.delivery_out_of_order": _(
            "It can have arrived before now, but not before it was sent or before the other side was told of it here."
        ),
        "contracts.not_your_notice": _("Only %(party)s, which gave this notice, can do that."),
        "contracts.not_addressed": _("Only %(party)s, whom this notice is for, can answer it."),
        "contracts.noticed_already": _("Your side has given notice of termination already."),
        "contracts.last_day_missing": _("Say on which day the contract shall end: the other side agrees to that day."),
        "contracts.last_day_out_of_range": _("Choose a day from today on, before the day on which it ends anyhow."),
        "contracts.last_day_passed": _("The proposed day has passed. Ask the other side to propose another one."),
        "contracts.needs_agreement": _("On this ground the contract ends only if the other side agrees."),
        "contracts.needs_no_agreement": _("On this ground the notice period runs; there is nothing to agree to."),
        "contracts.fee_notice_missing": _(
            "Fees rise: give notice of it %(period)s in advance, and prove its delivery. Then send this for signing."
        ),
        "contracts.fee_notice_runs": _("Fees rise: the notice period runs until %(until)s. Send it for signing then."),
        "contracts.not_ended": _("Settlement and hand-over come after the contract has ended."),
        "contracts.settlement_open": _("Still open: %(count)s. Each side says in a note how they are settled."),
        "contracts.not_settled": _("Both sides tick every line of settlement and hand-over first."),
        "contracts.signed_in_future": _("It cannot have been signed later than today."),
        "contracts.signed_before_base": _("It must have been signed after the wording that it changes took effect."),
        "contracts.paper_signer_missing": _("Name the person who signed for %(party)s, with title."),
        "contracts.request_not_yours": _("Your side cannot ask or say this under this contract."),
        "contracts.request_not_answerer": _("Only %(party)s, which was asked, can answer this."),
        "contracts.request_not_asker": _("Only %(party)s, which asked, can do this."),
        "contracts.request_answered_otherwise": _("This kind of request is answered in another way."),
        "contracts.request_answer_missing": _("Say something, or add a file."),
        "contracts.request_improvement_runs": _("It failed and is being improved: it cannot be taken back now."),
        "contracts.request_did_duty": _("With it a duty was recorded as done, so it cannot be taken back."),
        "contracts.request_closed": _("This request is decided. Nothing can be added to it."),
        "contracts.request_not_waiting": _("Nothing here waits for a supplementary agreement."),
        "contracts.request_file_missing": _("Add the paper that is to be approved."),
        "contracts.request_annex_missing": _("Choose the annex that this becomes a version of."),
        "contracts.request_duty_missing": _("Choose one of the duties that your side owes and has not done."),
        "contracts.request_changes_nothing": _("Give at least one new value that differs from the one in force."),
        "contracts.criteria_missing": _("Write the criteria, one a line: at least one, and at most %(limit)s."),
        "contracts.criteria_unjudged": _("Judge every criterion."),
        "contracts.criterion_reason_missing": _("Say what is missing wherever a criterion is not met."),
        "contracts.extension_not_later": _("Choose a day from today on that is later than the one that stands."),
        "contracts.extension_beyond": _("More than was asked for cannot be granted: %(day)s at the latest."),
        "contracts.extension_too_late": _("This duty is done or cancelled, or its breach is confirmed: no date moves."),
        "contracts.answered_elsewhere": _("This is a step of a request. Do it on the request's page."),
        "contracts.ended": _("The contract has ended meanwhile, so this can no longer take effect."),
        "contracts.end_passed": _("By its terms this contract would be over already. Change its term or its end date."),
        "contracts.amended_already": _("A supplementary agreement is on its way. Finish or drop that one first."),
        "contracts.nothing_changed": _("It changes nothing yet. Change a term or a clause first."),
        "contracts.no_amendment": _("No supplementary agreement is being drafted."),
        "contracts.terms_refused": _("Some values do not fit. Nothing was saved yet."),
        "contracts.name_differs": _("Type your name as it stands in the invitation: %(name)s."),
        "contracts.not_your_side": _("Your party is not the provider of this contract."),
        "contracts.not_injured": _("Only the injured party, %(party)s, can confirm or waive this breach."),
        "contracts.not_at_fault": _(
            "Only the party said to be at fault, %(party)s, can accept or contest this breach."
        ),
        "contracts.not_a_side_of_breach": _("Your party is neither injured nor at fault in this breach."),
        "contracts.not_for_you_to_answer": _("This is for the other side to answer, or for who wrote it to take back."),
        "contracts.breach_in_future": _("Choose a moment that has passed."),
        "contracts.breach_before_effect": _("The contract was not in force then."),
        "contracts.breach_kind_unknown": _("Choose a kind of breach from the contract's own catalogue."),
        "contracts.fault_wrong": _("By the contract, this kind of breach is not that party's."),
        "contracts.paper_missing": _("Add the file that shows it."),
        "contracts.one_file": _("Add one file."),
        "contracts.loss_wrong": _("Give the loss in yuan, to the fen. Nothing lost is 0."),
        "contracts.loss_missing": _("Record the loss with its evidence first: compensation follows from it."),
        "contracts.grave_is_for_third_parties": _("Only a third party has a limit of liability that this could lift."),
        "contracts.no_damages_yet": _("No damages were assessed for this breach, so there is nothing to adjust."),
        "contracts.adjustment_waits": _("Another sum waits for an answer. Answer it or take it back first."),
        "contracts.sum_wrong": _("Give the sum owed in yuan, to the fen."),
        "contracts.nothing_adjusted": _("This is what is owed already."),
        "contracts.decision_date_wrong": _("Give the day of the decision; it cannot lie ahead."),
        "contracts.above_third_party_cap": _("The third party's limit of liability leaves only %(left)s yuan."),
        "contracts.remedy_not_offered": _("Choose from the remedies that the contract names for this breach."),
        "contracts.remedy_day_missing": _("Say until which day it is to be done."),
        "contracts.remedy_day_past": _("Choose today or a later day."),
        "contracts.remedy_day_soon": _("Leave at least %(days)s days for it."),
        "contracts.breach_is_watched": _(
            "The system itself watches this and proposes the breach: decide that one, or record another kind."
        ),
        "contracts.refund_wrong": _("Give the sum to be refunded in yuan, to the fen."),
        "contracts.let_go": _("This breach was waived or exempted; nothing more follows from it."),
        "contracts.cure_days_wrong": _("Give a reasonable time: from 1 to %(most)s days."),
        "contracts.cure_not_running": _("Prove that the demand arrived first: its time runs from then."),
        "contracts.cure_time_runs": _("The time given runs until %(until)s."),
        "contracts.cure_judged": _("This was recorded already."),
        "contracts.no_ground": _("By the records, this breach does not let you end the contract."),
        "contracts.days_out_of_order": _("The last day cannot lie before the first one."),
        "contracts.days_beyond_claim": _("Choose days within those that were claimed."),
        "contracts.hindered_duty_missing": _("Name at least one duty, or claim it for all duties of these days."),
        "contracts.hindered_duty_wrong": _("Name only duties of your own side whose time ran in these days."),
        "contracts.before_effect": _("The contract has not taken effect yet."),
        "contracts.disputed_already": _("There is a dispute over this breach already."),
        "contracts.other_means_agreed": _("The contract names another way to decide disputes."),
        "contracts.body_missing": _("Name who mediates or decides."),
        "contracts.cost_bearer_missing": _("Say who bears the costs."),
        "contracts.end_waits": _("An end of this dispute waits for an answer. Answer it or take it back first."),
        "contracts.not_your_dispute": _("Only the side that began the dispute can drop it."),
        "contracts.reason_missing": _("Give the reason: the other side will read it."),
        "contracts.not_debtor": _("Only %(party)s, which owes this, can say so."),
        "contracts.not_creditor": _("Only %(party)s, to which this is owed, can say so."),
        "contracts.not_done_yet": _("Nobody has recorded it as done yet."),
        "contracts.not_a_side": _("Your party is neither debtor nor creditor of this obligation."),
        "contracts.kept_elsewhere": _("This is a step of a complaint. Do it on the complaint's page."),
        "contracts.done_already": _("This was recorded as done before. You can add evidence."),
        "contracts.done_in_future": _("Choose today or a day before it."),
        "contracts.done_before_period": _("The period began on %(day)s. Choose that day or a later one."),
        "contracts.evidence_missing": _("Say what was done, or add a file that shows it."),
        "contracts.too_many_files": _("Add at most %(limit)s files at a time."),
        "contracts.person_elsewhere": _("Choose a person who works for %(party)s and may do this."),
        "contracts.period_unknown": _("Choose one of the periods in which this target is measured."),
        "contracts.measured_already": _(
            "Your side has measured this period before. Tick “correction” to put another value."
        ),
        "contracts.value_missing": _("Give the value in per cent, with four decimals at most."),
        "contracts.sample_missing": _("Say how many valid answers there were."),
        "contracts.sample_beyond": _("There cannot be more valid answers than people asked."),
        "contracts.measurement_decided": _("A breach of this value is decided; it can no longer be corrected."),
        "contracts.bounds_narrow": _(
            "From that many answers the 95 %% interval is %(computed)s. Give bounds that are no narrower, or leave them"
            " empty."
        ),
        "contracts.bounds_wrong": _("Give both bounds, the value between them, or leave both empty."),
        "contracts.method_missing": _("Say how it was measured: the other side will check it."),
        "contracts.papers_closed": _(
            "Annexes are delivered once the draft is shared, and until the contract is archived."
        ),
        "contracts.not_bearer": _("The contract leaves this annex to the other side."),
        "contracts.annex_duty_unknown": _("That is not owed any more. Look at the list again."),
        "contracts.annex_has_bearer": _("Who delivers this annex is settled already."),
        "contracts.annex_answered": _("This version was answered before."),
        "contracts.annex_superseded": _("A newer version was delivered. Answer that one."),
        "contracts.not_other_side": _("Only %(party)s can say so."),
        "contracts.data_closed": _("Data is handed over once the contract is in force, and until it is archived."),
        "contracts.day_in_future": _("Choose today or a day before it."),
        "contracts.before_contract": _("Choose a day on which the contract was on its way already."),
        "contracts.proof_missing": _("Add the paper that proves it."),
        "contracts.data_day": _(
            "Choose the day on which it was done: after the data was handed over, today at the latest."
        ),
        "contracts.no_damages_term": _("The contract names no damages for this kind of breach."),
        "contracts.not_confirmed": _("Damages are assessed once the injured party has confirmed the breach."),
        "contracts.nothing_signed": _("There is nothing to prove yet: this contract has not been signed."),
        "contracts.pack_of_nothing": _("Choose one or more breaches, or a first and a last day."),
        "contracts.pack_of_both": _("Choose either breaches or a period, not both."),
        "contracts.pack_period_wrong": _("The last day must not lie before the first day, nor after today."),
        "contracts.pack_reason_missing": _("Say what the evidence pack is for. Only your side will read it."),
        "contracts.pack_being_made": _("An evidence pack of this contract is being made. Wait until it is finished."),
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
            "Use the mailbox of a contract owner of %(party)s, or the one in the register once its own people saved it."
        ),
        "contracts.signers_alike": _("Two parties cannot use one mailbox for signing."),
        "contracts.order_incomplete": _("Every signer has one place in the order."),
        "contracts.not_your_turn": _(
            "It is not your turn yet: first %(name)s signs for %(party)s. Then you get a mail."
        ),
        "contracts.link_passed_on": _("This signature was passed on to %(name)s, so this link no longer works."),
        "contracts.authority_incomplete": _("Say what the letter of authority covers, and until which day it works."),
        "contracts.authority_expired": _("The letter of authority worked until %(until)s. A new one is needed."),
        "contracts.delegate_is_signer": _("This is your own mailbox: name another person of your party."),
        "contracts.question_missing": _("Type your question."),
        "contracts.questions_wait": _("Your earlier questions still wait for an answer. Ask again after that."),
        "contracts.answer_missing": _("Type the answer."),
        "contracts.answered_already": _("This question was answered already."),
        "contracts.seal_unknown": _("Choose a seal that your party keeps here and still uses."),
        "contracts.seal_named_already": _(
            "Your party has a seal of this name. Choose another name, or retire that one."
        ),
        "contracts.seal_name_missing": _("Give the seal a name, such as “contract seal”."),
        "contracts.seals_too_many": _("A party keeps at most %(limit)s seals in use. Retire one first."),
        "contracts.third_party_is_a_side": _("%(party)s is a side of this contract and cannot be its third party."),
        "contracts.third_party_task_missing": _("Say what the third party is engaged for."),
        "contracts.third_party_share": _("Party A's share is between 0 and 100%%; Party B bears the rest."),
        "contracts.third_party_fee": _("Give the fee in yuan, with two decimals at most."),
        "contracts.third_party_one_limit": _("Limit the liability by a share or by a sum, not by both."),
        "contracts.third_party_limit": _("The third party's limit of liability cannot be above the contract's own."),
        "contracts.intermediary_missing": _("The supplement asks for an intermediary: choose the third party."),
        "contracts.third_party_fee_differs": _(
            "The third party's fee and shares must be those of the clause on the intermediary's fee."
        ),
        "contracts.third_party_on_paper": _(
            "A contract with a third party is signed here by all three, so that each speaks for itself."
        ),
    }
)
declare(
    {
        "contracts.paper_replaced": _(
            "The other side took that entry back and made another one. Read what stands here now, then answer."
        ),
        "contracts.changed_meanwhile": _(
            "Somebody else saved this draft meanwhile. What you typed is still here: look at it again, then save."
        ),
    },
    status=OUT_OF_STEP,
)
