ALTER TABLE `tasks` ADD `outside_text` text;--> statement-breakpoint
UPDATE `tasks` SET `outside_text` = CASE
  WHEN `created_by` GLOB 'webhook:*' OR `created_by` GLOB 'integration:*' THEN `created_by`
  WHEN `updated_by` GLOB 'webhook:*' OR `updated_by` GLOB 'integration:*' THEN `updated_by`
END;
