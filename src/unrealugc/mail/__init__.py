"""Mail to account owners: by SMTP, or into the data folder where there is none."""
