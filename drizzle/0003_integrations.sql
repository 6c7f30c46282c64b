CREATE TABLE `deliveries` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`integration_id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer,
	`error` text,
	`outcome` text,
	`body` blob NOT NULL,
	`headers` text NOT NULL,
	`bytes` integer NOT NULL,
	`received_at` integer NOT NULL,
	`handled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_id_unique` ON `deliveries` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_webhook_id` ON `deliveries` (`integration_id`,`webhook_id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`state`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `deliveries_state` ON `deliveries` (`integration_id`,`state`,`number`);--> statement-breakpoint
CREATE TABLE `integration_state` (
	`integration_id` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`integration_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `integrations` (
	`id` text PRIMARY KEY NOT NULL,
	`enabled` integer
);
--> statement-breakpoint
CREATE TABLE `vault` (
	`integration_id` text NOT NULL,
	`key` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`integration_id`, `key`)
);
--> statement-breakpoint
ALTER TABLE `approvals` ADD `used_at` integer;