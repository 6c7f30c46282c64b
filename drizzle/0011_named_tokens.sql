ALTER TABLE `agent_profiles` ADD `left_out` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `approvals` ADD `decided_by` text;--> statement-breakpoint
ALTER TABLE `approvals` ADD `rule` text;--> statement-breakpoint
ALTER TABLE `credentials` ADD `id` text;--> statement-breakpoint
ALTER TABLE `credentials` ADD `name` text;--> statement-breakpoint
ALTER TABLE `credentials` ADD `scope` text;--> statement-breakpoint
ALTER TABLE `credentials` ADD `last_used_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_id_unique` ON `credentials` (`id`);