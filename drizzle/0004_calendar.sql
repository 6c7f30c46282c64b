CREATE TABLE `calendar_items` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`source_id` text NOT NULL,
	`etag` text,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`location` text NOT NULL,
	`all_day` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`time_zone` text,
	`status` text NOT NULL,
	`is_free` integer NOT NULL,
	`attendees` text NOT NULL,
	`html_link` text,
	`recurrence` text NOT NULL,
	`last_at` integer,
	`series_source_id` text,
	`original_start` integer,
	FOREIGN KEY (`calendar_id`) REFERENCES `calendars`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_items_id_unique` ON `calendar_items` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_items_source` ON `calendar_items` (`calendar_id`,`source_id`);--> statement-breakpoint
CREATE INDEX `calendar_items_time` ON `calendar_items` (`start_at`,`last_at`);--> statement-breakpoint
CREATE INDEX `calendar_items_series` ON `calendar_items` (`calendar_id`,`series_source_id`);--> statement-breakpoint
CREATE TABLE `calendar_reminders` (
	`event_id` text NOT NULL,
	`start_at` integer NOT NULL,
	PRIMARY KEY(`event_id`, `start_at`)
);
--> statement-breakpoint
CREATE TABLE `calendars` (
	`id` text PRIMARY KEY NOT NULL,
	`integration_id` text NOT NULL,
	`source_id` text NOT NULL,
	`source` text NOT NULL,
	`name` text NOT NULL,
	`color` text,
	`is_writable` integer NOT NULL,
	`is_shown` integer NOT NULL,
	`remind_minutes` integer,
	`cursor` text,
	`synced_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendars_source` ON `calendars` (`integration_id`,`source_id`);--> statement-breakpoint
CREATE VIRTUAL TABLE `calendar_items_fts` USING fts5(title, description, location, content='', contentless_delete=1, detail=none, prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE TRIGGER `calendar_items_fts_insert` AFTER INSERT ON `calendar_items` BEGIN
  INSERT INTO `calendar_items_fts` (`rowid`, `title`, `description`, `location`) VALUES (new.`number`, new.`title`, new.`description`, new.`location`);
END;
--> statement-breakpoint
CREATE TRIGGER `calendar_items_fts_delete` AFTER DELETE ON `calendar_items` BEGIN
  DELETE FROM `calendar_items_fts` WHERE `rowid` = old.`number`;
END;
--> statement-breakpoint
CREATE TRIGGER `calendar_items_fts_update` AFTER UPDATE OF `title`, `description`, `location` ON `calendar_items`
WHEN (new.`title`, new.`description`, new.`location`) IS NOT (old.`title`, old.`description`, old.`location`) BEGIN
  DELETE FROM `calendar_items_fts` WHERE `rowid` = old.`number`;
  INSERT INTO `calendar_items_fts` (`rowid`, `title`, `description`, `location`) VALUES (new.`number`, new.`title`, new.`description`, new.`location`);
END;
