-- The calls of all users, on the head: no rows, but where they are (docs/scale.md). It stands in place of the table of db/schema.sql; the
-- other two tables stay as they are.
--
-- A key that the head knows, Spider asks the data servers for in ranges; the range of "before that day, or without a date" comes out of
-- that as the NULLs alone (MariaDB 10.11). So no index on created_at here: the data servers have it, and use it.

CREATE TABLE api_usage_logs (
  id                INT NOT NULL AUTO_INCREMENT,
  user_id           INT NOT NULL,
  generation_log_id INT DEFAULT NULL,
  model_name        VARCHAR(100) NOT NULL,
  operation_type    ENUM('text_analysis', 'image_generation', 'image_enhancement') NOT NULL,
  input_tokens      INT DEFAULT 0,
  output_tokens     INT DEFAULT 0,
  input_images      INT DEFAULT 0,
  output_images     INT DEFAULT 0,
  cost_usd          DECIMAL(10, 6) DEFAULT 0.000000,
  cost_inr          DECIMAL(10, 2) DEFAULT 0.00,
  created_at        TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (id, user_id)
) ENGINE=SPIDER DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='wrapper "mysql", table "api_usage_logs"'
PARTITION BY HASH (user_id) (
  PARTITION calls_1 COMMENT = 'server "calls_1"',
  PARTITION calls_2 COMMENT = 'server "calls_2"',
  PARTITION calls_3 COMMENT = 'server "calls_3"'
);
