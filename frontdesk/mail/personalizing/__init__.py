"""What a model writes for each recipient as the mail goes out: of campaigns and of single mails."""
