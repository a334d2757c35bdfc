from django.urls import path

from complaints.web.cases import board, bulk, detail, files, queue, related
from complaints.web.channels import conversation, gateway, parked, phone, templates
from complaints.web.clocks import clocks, rules
from complaints.web.costs import budgets, claim_parts, claims, months
from complaints.web.customer import answers, beside, page, room_codes, room_form
from complaints.web.floor import app, sending, tablets
from complaints.web.handling.urls import urlpatterns as of_handling
from complaints.web.intake import logging
from complaints.web.reports import record, report, rows

app_name = "complaints"
urlpatterns = [
    path("complaints/", queue.complaint_list, name="list"),
    path("floor/", logging.log, name="log"),
    path("complaints/log/", logging.moved, name="log-moved"),
    path("complaints/<int:complaint_id>/", detail.complaint_detail, name="detail"),
    path("complaints/<int:complaint_id>/step/", detail.complaint_step, name="step"),
    path("complaints/<int:complaint_id>/evidence/", detail.complaint_evidence, name="evidence"),
    path("complaints/<int:complaint_id>/evidence/<int:evidence_id>/", files.evidence_file, name="file"),
    path("complaints/<int:complaint_id>/clocks/<int:clock_id>/owner/", detail.clock_owner, name="clock-owner"),
    path("complaints/board/", board.complaint_board, name="board"),
    path("complaints/board/<str:lane>/", board.board_lane, name="board-lane"),
    path("complaints/export/", queue.complaint_export, name="export"),
    path("complaints/bulk/", bulk.complaint_bulk, name="bulk"),
    path("complaints/bulk/back/", bulk.complaint_hand_back, name="hand-back"),
    path("complaints/<int:complaint_id>/merge/", related.complaint_merge, name="merge"),
    path("complaints/<int:complaint_id>/link/", related.complaint_link, name="link"),
    path("complaints/<int:complaint_id>/links/<int:link_id>/remove/", related.complaint_unlink, name="unlink"),
    # Costs.
    path("costs/", claims.claim_list, name="claims"),
    path("costs/claims/new/", claims.claim_new, name="claim-new"),
    path("costs/claims/<int:claim_id>/", claims.claim_detail, name="claim"),
    path("costs/claims/<int:claim_id>/step/", claims.claim_step, name="claim-step"),
    path("costs/claims/<int:claim_id>/lines/", claim_parts.line_add, name="claim-line"),
    path("costs/claims/<int:claim_id>/lines/<int:line_id>/remove/", claim_parts.line_remove, name="claim-line-remove"),
    path("costs/claims/<int:claim_id>/receipts/", claim_parts.receipts_add, name="claim-receipts"),
    path("costs/claims/<int:claim_id>/receipts/<int:receipt_id>/", claim_parts.receipt_file, name="receipt"),
    path(
        "costs/claims/<int:claim_id>/receipts/<int:receipt_id>/remove/",
        claim_parts.receipt_remove,
        name="receipt-remove",
    ),
    path("costs/budgets/", budgets.budgets, name="budgets"),
    path("costs/months/", months.months, name="cost-months"),
    path("costs/months/<int:year>/<int:month>/", months.month, name="cost-month"),
    path("costs/months/<int:year>/<int:month>/lock/", months.month_lock, name="cost-month-lock"),
    path("costs/settled/<int:cost_id>/adjust/", months.cost_adjust, name="cost-adjust"),
    # Reports.
    path("complaints/report/", report.report_page, name="report"),
    path("complaints/report/report.csv", report.report_csv, name="report-csv"),
    path("complaints/report/report.xlsx", report.report_xlsx, name="report-xlsx"),
    path("complaints/report/report.pdf", report.report_pdf, name="report-pdf"),
    path("complaints/report/rows/", rows.report_rows, name="report-rows"),
    path("complaints/report/rows/rows.csv", rows.rows_csv, name="report-rows-csv"),
    path("complaints/report/rows/rows.xlsx", rows.rows_xlsx, name="report-rows-xlsx"),
    path("complaints/<int:complaint_id>/record.pdf", record.record_pdf, name="record-pdf"),
    path("floor/sw.js", app.worker, name="floor-worker"),
    path("floor/app.webmanifest", app.manifest, name="floor-manifest"),
    path("floor/now/", sending.now, name="floor-now"),
    path("floor/sent/", sending.send, name="floor-send"),
    path("floor/files/<uuid:client_id>/", sending.file, name="floor-file"),
    path("floor/tablets/", tablets.tablets, name="tablets"),
    path("floor/tablets/<int:tablet_id>/revoke/", tablets.revoke, name="tablet-revoke"),
    path("floor/pin/", tablets.pin, name="pin"),
    path("floor/locked/", tablets.locked, name="tablet-locked"),
    path("floor/lock/", tablets.lock, name="tablet-lock"),
    path("complaints/<int:complaint_id>/clocks/<int:clock_id>/pause/", clocks.pause, name="clock-pause"),
    path("complaints/<int:complaint_id>/clocks/<int:clock_id>/resume/", clocks.resume, name="clock-resume"),
    path(
        "complaints/<int:complaint_id>/levels/<int:level_id>/acknowledge/", clocks.acknowledge_level, name="acknowledge"
    ),
    path("complaints/rules/", rules.rules, name="rules"),
    path("complaints/rules/<int:venue_id>/", rules.house, name="house"),
    path("complaints/rules/<int:venue_id>/limits/", rules.house_limits, name="house-limits"),
    path("complaints/rules/<int:venue_id>/chain/", rules.house_chain, name="house-chain"),
    path("complaints/rules/<int:venue_id>/hours/", rules.house_hours, name="house-hours"),
    *of_handling,
    # the other doors, and the conversation with the customer
    path("complaints/<int:complaint_id>/conversation/", conversation.conversation, name="conversation"),
    path("complaints/<int:complaint_id>/say/", conversation.say, name="say"),
    path("complaints/<int:complaint_id>/heard/", conversation.heard, name="heard"),
    path("complaints/<int:complaint_id>/note/", conversation.note, name="note"),
    path("complaints/<int:complaint_id>/messages/<int:message_id>/again/", conversation.again, name="send-again"),
    path("complaints/phone/", phone.phone, name="phone"),
    path("complaints/mails/", parked.parked_mails, name="parked-mails"),
    path("complaints/mails/<int:mail_id>/settle/", parked.settle, name="parked-settle"),
    path("complaints/replies/", templates.reply_templates, name="reply-templates"),
    path("complaints/replies/new/", templates.template_new, name="reply-template-new"),
    path("complaints/replies/<int:template_id>/", templates.template_edit, name="reply-template"),
    path("complaints/replies/<int:template_id>/retire/", templates.template_retire, name="reply-template-retire"),
    path("gateways/<slug:channel>/", gateway.news, name="gateway"),
    # The customer's side, and what the staff does for it.
    path("room/<str:token>/", room_form.room_form, name="room-form"),
    path("my-complaint/", page.my_complaint, name="customer-page"),
    path("my-complaint/result/", page.answer, name="customer-result"),
    path("my-complaint/words/", page.add, name="customer-add"),
    path("my-complaint/rating/", page.rate, name="customer-rate"),
    path("my-complaint/files/<int:evidence_id>/", page.sent_file, name="customer-file"),
    path("my-complaint/answers/<int:number>/", page.written_answer, name="customer-answer"),
    path("my-complaint/<str:token>/", page.open_link, name="customer-link"),
    path("complaints/<int:complaint_id>/customer/", beside.customer, name="customer"),
    path("complaints/<int:complaint_id>/customer/contact/", beside.keep, name="contact"),
    path("complaints/<int:complaint_id>/customer/show/", beside.show, name="contact-show"),
    path("complaints/<int:complaint_id>/customer/attempts/", beside.attempt, name="attempt"),
    path("complaints/<int:complaint_id>/customer/link/", beside.renew, name="customer-link-renew"),
    path("complaints/<int:complaint_id>/answers/", answers.issue, name="answer-issue"),
    path("complaints/<int:complaint_id>/answers/<int:number>/", answers.answer_file, name="answer"),
    path("room-codes/", room_codes.codes, name="room-codes"),
    path("room-codes/<int:venue_id>/make/", room_codes.make, name="room-codes-make"),
    path("room-codes/<int:venue_id>/sheet/", room_codes.sheet, name="room-codes-sheet"),
    path("room-codes/rooms/<int:room_id>/renew/", room_codes.renew, name="room-code-renew"),
]
