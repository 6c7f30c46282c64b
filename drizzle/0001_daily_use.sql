CREATE TABLE `channel_choices` (
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`enabled` integer NOT NULL,
	PRIMARY KEY(`kind`, `channel`)
);
--> statement-breakpoint
CREATE TABLE `channel_cursors` (
	`channel` text PRIMARY KEY NOT NULL,
	`event_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`device` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_sent_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_subscriptions_endpoint_unique` ON `push_subscriptions` (`endpoint`);--> statement-breakpoint
CREATE TABLE `comments` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`task_id` text NOT NULL,
	`text` text NOT NULL,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comments_id_unique` ON `comments` (`id`);--> statement-breakpoint
CREATE INDEX `comments_task_id` ON `comments` (`task_id`,`number`);--> statement-breakpoint
CREATE TABLE `task_alarms` (
	`task_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`task_id`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `task_alarms_at` ON `task_alarms` (`at`);--> statement-breakpoint
CREATE TABLE `views` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `views_id_unique` ON `views` (`id`);--> statement-breakpoint
ALTER TABLE `notifications` ADD `key` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `approval_id` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `done_at` integer;--> statement-breakpoint
ALTER TABLE `notifications` ADD `snoozed_until` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_key_unique` ON `notifications` (`key`);--> statement-breakpoint
CREATE INDEX `notifications_created_at` ON `notifications` (`created_at`,`number`);--> statement-breakpoint
CREATE INDEX `notifications_done_at` ON `notifications` (`done_at`,`created_at`,`number`);--> statement-breakpoint
CREATE INDEX `notifications_snoozed_until` ON `notifications` (`snoozed_until`);--> statement-breakpoint
ALTER TABLE `tasks` ADD `recurrence` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `previous_id` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `remind_at` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `parent_id` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `position` text NOT NULL DEFAULT '';--> statement-breakpoint
-- Fractional indexes with a ten-digit integer part ("j"); the newest task is at the top.
UPDATE `tasks` SET `position` = printf('j%010d', 5000000000 - `number`);--> statement-breakpoint
CREATE INDEX `tasks_position` ON `tasks` (`position`);--> statement-breakpoint
CREATE INDEX `tasks_status_position` ON `tasks` (`status`,`position`);--> statement-breakpoint
CREATE INDEX `tasks_parent_id` ON `tasks` (`parent_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_previous_id` ON `tasks` (`previous_id`);