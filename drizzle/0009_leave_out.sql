ALTER TABLE `approvals` ADD `is_held` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `approvals_decided_at` ON `approvals` (`decided_at`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `left_out` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `events_actor` ON `events` (`actor`,`id`);--> statement-breakpoint
UPDATE `approvals` SET `is_held` = true, `delivered_at` = NULL WHERE `delivered_at` = 0;
