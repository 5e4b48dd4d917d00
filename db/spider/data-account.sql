-- The account by which the head comes to a data server. It may do with the calls what the head's accounts may do; for a head that
-- only reads, SELECT is enough. The limit is DB_TIMEOUT_MS in seconds: a statement that the head has given up ends by it alone.

CREATE USER 'spider_head'@'%' IDENTIFIED BY 'a password of your own' WITH MAX_STATEMENT_TIME 30;
GRANT SELECT, INSERT, UPDATE, DELETE, DROP, LOCK TABLES ON casetool.* TO 'spider_head'@'%';
