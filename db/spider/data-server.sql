-- The calls of some of the users, on one data server of a Spider head (docs/scale.md). It holds no other table.
--
-- The key begins with the id and ends with what the rows are spread by, as the head's does. operation_type is text: which types there are
-- is for the head alone to say, so that a new one is one ALTER TABLE there.

CREATE TABLE api_usage_logs (
  id                INT NOT NULL AUTO_INCREMENT,
  user_id           INT NOT NULL,
  generation_log_id INT DEFAULT NULL,
  model_name        VARCHAR(100) NOT NULL,
  operation_type    VARCHAR(40) NOT NULL,
  input_tokens      INT DEFAULT 0,
  output_tokens     INT DEFAULT 0,
  input_images      INT DEFAULT 0,
  output_images     INT DEFAULT 0,
  cost_usd          DECIMAL(10, 6) DEFAULT 0.000000,
  cost_inr          DECIMAL(10, 2) DEFAULT 0.00,
  created_at        TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (id, user_id),
  INDEX idx_user (user_id),
  INDEX idx_generation_log (generation_log_id),
  INDEX idx_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
