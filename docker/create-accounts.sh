#!/bin/sh
# Run once by the MariaDB container, after the schema: the account of Net Billing, which may only read, and the first
# administrator.
set -eu

# As SQL has it between two quotes.
quoted() {
  printf "'%s'" "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e "s/'/''/g")"
}

MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb --user=root "$MARIADB_DATABASE" <<SQL
CREATE USER 'net_billing'@'%' IDENTIFIED BY $(quoted "$NET_BILLING_DB_PASSWORD");
GRANT SELECT ON users          TO 'net_billing'@'%';
GRANT SELECT ON api_usage_logs TO 'net_billing'@'%';
GRANT SELECT ON pricing_config TO 'net_billing'@'%';
INSERT INTO users (email, role) VALUES ($(quoted "$ADMINISTRATOR"), 'admin');
SQL
