CREATE TABLE `unread_notifications` (
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `task_counts` (
	`status` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `task_tags` (
	`tag` text NOT NULL,
	`number` integer NOT NULL,
	PRIMARY KEY(`tag`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `tasks_status_updated_at` ON `tasks` (`status`,`updated_at`);
--> statement-breakpoint
CREATE INDEX `tasks_status_due` ON `tasks` (`status`,case when "due_at" is null then 8640000000000000 else "due_at" end,`number`);
--> statement-breakpoint
CREATE INDEX `tasks_status_priority` ON `tasks` (`status`,case "priority" when 'urgent' then 3 when 'high' then 2 when 'medium' then 1 else 0 end,`number`);
--> statement-breakpoint
INSERT INTO `task_counts` (`status`, `count`) SELECT `status`, count(*) FROM `tasks` GROUP BY `status`;
--> statement-breakpoint
CREATE TRIGGER `task_counts_insert` AFTER INSERT ON `tasks` BEGIN
  INSERT INTO `task_counts` (`status`, `count`) VALUES (new.`status`, 1) ON CONFLICT (`status`) DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `task_counts_delete` AFTER DELETE ON `tasks` BEGIN
  UPDATE `task_counts` SET `count` = `count` - 1 WHERE `status` = old.`status`;
END;
--> statement-breakpoint
CREATE TRIGGER `task_counts_update` AFTER UPDATE OF `status` ON `tasks` WHEN new.`status` IS NOT old.`status` BEGIN
  UPDATE `task_counts` SET `count` = `count` - 1 WHERE `status` = old.`status`;
  INSERT INTO `task_counts` (`status`, `count`) VALUES (new.`status`, 1) ON CONFLICT (`status`) DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
INSERT INTO `task_tags` (`tag`, `number`) SELECT DISTINCT `value`, `number` FROM `tasks`, json_each(`tags`);
--> statement-breakpoint
CREATE TRIGGER `task_tags_insert` AFTER INSERT ON `tasks` BEGIN
  INSERT INTO `task_tags` (`tag`, `number`) SELECT DISTINCT `value`, new.`number` FROM json_each(new.`tags`);
END;
--> statement-breakpoint
CREATE TRIGGER `task_tags_delete` AFTER DELETE ON `tasks` BEGIN
  DELETE FROM `task_tags` WHERE `number` = old.`number` AND `tag` IN (SELECT `value` FROM json_each(old.`tags`));
END;
--> statement-breakpoint
CREATE TRIGGER `task_tags_update` AFTER UPDATE OF `tags` ON `tasks` WHEN new.`tags` IS NOT old.`tags` BEGIN
  DELETE FROM `task_tags` WHERE `number` = old.`number` AND `tag` IN (SELECT `value` FROM json_each(old.`tags`));
  INSERT INTO `task_tags` (`tag`, `number`) SELECT DISTINCT `value`, new.`number` FROM json_each(new.`tags`);
END;
--> statement-breakpoint
-- A snooze that has ended counts too: the query adds those, whose time this cannot know.
INSERT INTO `unread_notifications` (`count`) SELECT count(*) FROM `notifications` WHERE (`notifications`.`read_at` IS NULL AND `notifications`.`done_at` IS NULL AND `notifications`.`snoozed_until` IS NULL);
--> statement-breakpoint
CREATE TRIGGER `unread_notifications_insert` AFTER INSERT ON `notifications` WHEN (new.`read_at` IS NULL AND new.`done_at` IS NULL AND new.`snoozed_until` IS NULL) BEGIN
  UPDATE `unread_notifications` SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `unread_notifications_delete` AFTER DELETE ON `notifications` WHEN (old.`read_at` IS NULL AND old.`done_at` IS NULL AND old.`snoozed_until` IS NULL) BEGIN
  UPDATE `unread_notifications` SET `count` = `count` - 1;
END;
--> statement-breakpoint
CREATE TRIGGER `unread_notifications_update` AFTER UPDATE OF `read_at`, `done_at`, `snoozed_until` ON `notifications`
WHEN (new.`read_at` IS NULL AND new.`done_at` IS NULL AND new.`snoozed_until` IS NULL) <> (old.`read_at` IS NULL AND old.`done_at` IS NULL AND old.`snoozed_until` IS NULL) BEGIN
  UPDATE `unread_notifications` SET `count` = `count` + CASE WHEN (new.`read_at` IS NULL AND new.`done_at` IS NULL AND new.`snoozed_until` IS NULL) THEN 1 ELSE -1 END;
END;
--> statement-breakpoint
-- The words of each index, text by text. Unlike `*_words`, which counts the texts of a word before it gives it, this gives
-- the first word from a place on at once.
CREATE VIRTUAL TABLE `tasks_instances` USING fts5vocab(`tasks_fts`, 'instance');
--> statement-breakpoint
CREATE VIRTUAL TABLE `calendar_items_instances` USING fts5vocab(`calendar_items_fts`, 'instance');
--> statement-breakpoint
CREATE VIRTUAL TABLE `sessions_instances` USING fts5vocab(`sessions_fts`, 'instance');
--> statement-breakpoint
CREATE VIRTUAL TABLE `messages_instances` USING fts5vocab(`messages_fts`, 'instance');
--> statement-breakpoint
CREATE VIRTUAL TABLE `notifications_instances` USING fts5vocab(`notifications_fts`, 'instance');
