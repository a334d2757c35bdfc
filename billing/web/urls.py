from django.urls import path

from billing.web import books, effects, fee_plan, invoices, issuing, paying, trace

app_name = "billing"
urlpatterns = [
    path("invoices/", invoices.invoice_list, name="list"),
    path("invoices/to-bill/", issuing.to_bill, name="to_bill"),
    path("invoices/<int:invoice_id>/", invoices.invoice_detail, name="detail"),
    path("invoices/<int:invoice_id>/issue/", issuing.issue, name="issue"),
    path("invoices/<int:invoice_id>/discard/", issuing.discard, name="discard"),
    path("invoices/<int:invoice_id>/payments/", paying.pay, name="pay"),
    path("invoices/<int:invoice_id>/invoice.pdf", invoices.invoice_pdf, name="pdf"),
    path("invoices/<int:invoice_id>/trace/", trace.trace, name="trace"),
    path("contracts/<int:contract_id>/fee-plan/", fee_plan.fee_plan, name="fee_plan"),
    path("clauses/<int:clause_id>/effects/", effects.effects, name="effects"),
    path("books/", books.books, name="books"),
    path("books/close/", books.close, name="close"),
]
