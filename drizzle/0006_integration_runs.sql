CREATE TABLE `integration_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`integration_id` text NOT NULL,
	`action` text NOT NULL,
	`effect` text NOT NULL,
	`actor` text NOT NULL,
	`started_at` integer NOT NULL
);

--> statement-breakpoint
ALTER TABLE `deliveries` RENAME COLUMN `handled_at` TO `settled_at`;
--> statement-breakpoint
UPDATE `deliveries` SET `settled_at` = `received_at` WHERE `state` = 'dead';
