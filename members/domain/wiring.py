"""What members tell the floors below at start-up, and what their rooms tell each other."""

from deadlines.domain import consequences as of_deadlines
from deadlines.domain import handing_on
from foundation import jobs
from foundation.audit import leave_untracked
from members.domain.bills.following import register_after_bills
from members.domain.bills.happenings import bills_kept, bills_of
from members.domain.care import happenings as care_happenings
from members.domain.care import in_file as care_in_file
from members.domain.care import planning, visit_handing
from members.domain.care import sending as greeting
from members.domain.imports import judging, keeping_up, loading, reading, sending
from members.domain.imports.bills_moving import BILLS
from members.domain.imports.consents_moving import REFUSALS
from members.domain.imports.happenings import merges_of
from members.domain.imports.moving import register_moved
from members.domain.imports.referrals_moving import OWN_REFERRER, REFERRED
from members.domain.offers import criteria, criteria_of_bills, criteria_of_members, criteria_of_tiers
from members.domain.offers import moving as offers_moving
from members.domain.points import earning, moving, news, tier_rules, tiering, tiers_moving, verifying
from members.domain.points import in_file as points_in_file
from members.domain.points.happenings import point_happenings
from members.domain.privacy import incident_clocks, incident_news, rotating
from members.domain.registry import access_file, erasing, keeping
from members.domain.registry.own_happenings import own_happenings
from members.domain.registry.timeline import register_timeline
from members.domain.retention import criteria_of_scores, rolling, telling
from parties.domain import messages


def connect() -> None:
    """Register with the floors and rooms below, room by room."""
    _registry()
    _bills_and_imports()
    _points()
    _offers_and_care()
    _retention()


def _registry() -> None:
    leave_untracked("members_memberkey", "a copy of a key in the audit would outlive the erasure of its member")
    leave_untracked("members_membersearch", "made of the member's row, and gone with the erasure")
    register_timeline(own_happenings)
    for signs in (keeping.words_since, keeping.notes_since, keeping.changes_since):
        keeping.register_signs_of_life(signs)
    rotating.register_rotation("members", rotating.rotate_members)
    of_deadlines.register(on_warned=incident_news.remind_of, on_missed=incident_clocks.rise)
    handing_on.register(incident_clocks.successors)
    for words in (incident_news.yours, incident_news.warned, incident_news.missed, incident_news.rose):
        messages.renderer(f"incident.{words.__name__}")(words)


def _bills_and_imports() -> None:
    leave_untracked("members_importrow", "work in hand, enciphered; what comes of it is audited")
    leave_untracked("members_importerasure", "hashes of who was erased, which go with the import")
    leave_untracked("members_columnmemory", "what a party calls its columns, hashed")
    register_timeline(bills_of)
    access_file.register_part(bills_kept)
    register_timeline(merges_of)
    jobs.register(sending.READ)(reading.read_file)
    jobs.register(judging.JUDGE)(judging.judge_batch)
    jobs.register(loading.LOAD)(loading.load_batch)
    jobs.register(loading.FORGET)(loading.forget_import)
    register_moved("bills", *BILLS)
    register_moved("referred", *REFERRED)
    register_moved("own_referrer", *OWN_REFERRER)
    register_moved("refusals", *REFUSALS)
    keeping.register_signs_of_life(keeping_up.bills_since)
    rotating.register_rotation("imports", keeping_up.rotate_imports)
    erasing.register_erased(keeping_up.forget_rows_of)


def _points() -> None:
    """Points and tiers."""
    leave_untracked("members_pointaccount", "only adds up its acts, which are audited")
    for table in ("members_pointlot", "members_pointentry"):
        leave_untracked(table, "belongs to an act, which is audited, and never changes by itself")
    jobs.register(verifying.JOB)(verifying.run)
    jobs.register(tier_rules.APPLY_JOB)(tiering.apply_rules)
    jobs.register(tiering.REVIEW_JOB)(tiering.review)
    of_deadlines.register(on_warned=news.remind_of, on_missed=news.tell_of_missed)
    for words in (news.your_turn, news.warned, news.missed):
        messages.renderer(f"bespoke.{words.__name__}")(words)
    register_timeline(point_happenings)
    register_after_bills(earning.earn_for_bills)
    register_after_bills(tiering.rise_after_bills)
    register_moved("debt", moving.move_debt, moving.move_debt_back)
    register_moved("points", moving.move_points, moving.move_points_back)
    register_moved("tiers", tiers_moving.move_tiers, tiers_moving.move_tiers_back)
    for part in (points_in_file.points, points_in_file.tiers, points_in_file.benefits, points_in_file.wishes):
        access_file.register_part(part)
    keeping.register_signs_of_life(points_in_file.spent_since)
    keeping.register_signs_of_life(points_in_file.used_since)


def _offers_and_care() -> None:
    """What is written to members, visits, vouchers, and by what members are picked."""
    register_timeline(care_happenings.happenings)
    messages.renderer(visit_handing.KIND)(visit_handing.handed_over)
    jobs.register(planning.JOB)(greeting.send)
    criteria.register(criteria_of_members.KINDS)
    criteria.register(criteria_of_bills.KINDS)
    criteria.register(criteria_of_tiers.KINDS)
    register_moved("vouchers", offers_moving.move, offers_moving.back)
    for part in (care_in_file.messages, care_in_file.visits, care_in_file.vouchers):
        access_file.register_part(part)
    keeping.register_signs_of_life(care_happenings.reached_since)
    keeping.register_signs_of_life(care_happenings.vouchers_since)


def _retention() -> None:
    for table in ("members_membermonth", "members_tally", "members_cohorttally", "members_memberscore"):
        leave_untracked(table, "counted from members and bills, and counted again at any time")
    criteria.register(criteria_of_scores.KINDS)
    register_after_bills(rolling.count_bills)
    register_moved("months", *rolling.MOVED)
    keeping.register_signs_of_life(telling.visits_since)
    access_file.register_part(telling.what_is_counted)
