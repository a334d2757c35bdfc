"""What members and guests spend: bills and refunds, as the till knows them."""
