-- Full-text indexes (FTS5), kept by triggers so that no way of writing can forget them. Contentless: the texts stand in
-- their own tables. No positions (detail=none): that keeps a frequent prefix over a million messages fast, and excerpts
-- are made from the texts anyway.
-- A beginning of one to four letters has an index of its own: read in the order of the rows, it gives its newest ones
-- at once. For a longer one FTS5 first gathers the rows of all words that begin so, which are few enough by then
-- (bench/search.ts).
CREATE VIRTUAL TABLE `tasks_fts` USING fts5(title, description, tags, content='', contentless_delete=1, detail=none, prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE VIRTUAL TABLE `messages_fts` USING fts5(text, content='', contentless_delete=1, detail=none, prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE VIRTUAL TABLE `notifications_fts` USING fts5(title, body, content='', contentless_delete=1, detail=none, prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE VIRTUAL TABLE `sessions_fts` USING fts5(session_id UNINDEXED, title, detail=none, prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
-- The words of each index, to find what a misspelt one may have meant.
CREATE VIRTUAL TABLE `tasks_words` USING fts5vocab(`tasks_fts`, 'row');
--> statement-breakpoint
CREATE VIRTUAL TABLE `messages_words` USING fts5vocab(`messages_fts`, 'row');
--> statement-breakpoint
CREATE VIRTUAL TABLE `notifications_words` USING fts5vocab(`notifications_fts`, 'row');
--> statement-breakpoint
CREATE VIRTUAL TABLE `sessions_words` USING fts5vocab(`sessions_fts`, 'row');
--> statement-breakpoint
INSERT INTO `tasks_fts` (`rowid`, `title`, `description`, `tags`) SELECT `number`, `title`, `description`, (SELECT group_concat(`value`, ' ') FROM json_each(`tasks`.`tags`)) FROM `tasks`;
--> statement-breakpoint
INSERT INTO `messages_fts` (`rowid`, `text`) SELECT `number`, (SELECT group_concat(json_extract(`value`, '$.text'), char(10)) FROM json_each(`messages`.`content`) WHERE json_extract(`value`, '$.type') = 'text') FROM `messages` WHERE `state` = 'done' AND `role` IN ('user', 'assistant');
--> statement-breakpoint
INSERT INTO `notifications_fts` (`rowid`, `title`, `body`) SELECT `number`, `title`, `body` FROM `notifications`;
--> statement-breakpoint
INSERT INTO `sessions_fts` (`session_id`, `title`) SELECT `id`, `title` FROM `sessions`;
--> statement-breakpoint
CREATE TRIGGER `tasks_fts_insert` AFTER INSERT ON `tasks` BEGIN
  INSERT INTO `tasks_fts` (`rowid`, `title`, `description`, `tags`) VALUES (new.`number`, new.`title`, new.`description`, (SELECT group_concat(`value`, ' ') FROM json_each(new.`tags`)));
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_fts_delete` AFTER DELETE ON `tasks` BEGIN
  DELETE FROM `tasks_fts` WHERE `rowid` = old.`number`;
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_fts_update` AFTER UPDATE OF `title`, `description`, `tags` ON `tasks`
WHEN (new.`title`, new.`description`, new.`tags`) IS NOT (old.`title`, old.`description`, old.`tags`) BEGIN
  DELETE FROM `tasks_fts` WHERE `rowid` = old.`number`;
  INSERT INTO `tasks_fts` (`rowid`, `title`, `description`, `tags`) VALUES (new.`number`, new.`title`, new.`description`, (SELECT group_concat(`value`, ' ') FROM json_each(new.`tags`)));
END;
--> statement-breakpoint
-- A message that is still being written is not in the index yet.
CREATE TRIGGER `messages_fts_insert` AFTER INSERT ON `messages` WHEN new.`state` = 'done' AND new.`role` IN ('user', 'assistant') BEGIN
  INSERT INTO `messages_fts` (`rowid`, `text`) VALUES (new.`number`, (SELECT group_concat(json_extract(`value`, '$.text'), char(10)) FROM json_each(new.`content`) WHERE json_extract(`value`, '$.type') = 'text'));
END;
--> statement-breakpoint
CREATE TRIGGER `messages_fts_delete` AFTER DELETE ON `messages` BEGIN
  DELETE FROM `messages_fts` WHERE `rowid` = old.`number`;
END;
--> statement-breakpoint
CREATE TRIGGER `messages_fts_update` AFTER UPDATE OF `content`, `state` ON `messages` WHEN new.`state` = 'done' AND new.`role` IN ('user', 'assistant') BEGIN
  DELETE FROM `messages_fts` WHERE `rowid` = old.`number`;
  INSERT INTO `messages_fts` (`rowid`, `text`) VALUES (new.`number`, (SELECT group_concat(json_extract(`value`, '$.text'), char(10)) FROM json_each(new.`content`) WHERE json_extract(`value`, '$.type') = 'text'));
END;
--> statement-breakpoint
CREATE TRIGGER `notifications_fts_insert` AFTER INSERT ON `notifications` BEGIN
  INSERT INTO `notifications_fts` (`rowid`, `title`, `body`) VALUES (new.`number`, new.`title`, new.`body`);
END;
--> statement-breakpoint
CREATE TRIGGER `notifications_fts_delete` AFTER DELETE ON `notifications` BEGIN
  DELETE FROM `notifications_fts` WHERE `rowid` = old.`number`;
END;
--> statement-breakpoint
CREATE TRIGGER `notifications_fts_update` AFTER UPDATE OF `title`, `body` ON `notifications`
WHEN (new.`title`, new.`body`) IS NOT (old.`title`, old.`body`) BEGIN
  DELETE FROM `notifications_fts` WHERE `rowid` = old.`number`;
  INSERT INTO `notifications_fts` (`rowid`, `title`, `body`) VALUES (new.`number`, new.`title`, new.`body`);
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_fts_insert` AFTER INSERT ON `sessions` BEGIN
  INSERT INTO `sessions_fts` (`session_id`, `title`) VALUES (new.`id`, new.`title`);
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_fts_delete` AFTER DELETE ON `sessions` BEGIN
  DELETE FROM `sessions_fts` WHERE `session_id` = old.`id`;
END;
--> statement-breakpoint
-- Rare: the index is searched from end to end for the session, which has no row id of its own to hang on.
CREATE TRIGGER `sessions_fts_update` AFTER UPDATE OF `title` ON `sessions` WHEN new.`title` IS NOT old.`title` BEGIN
  UPDATE `sessions_fts` SET `title` = new.`title` WHERE `session_id` = old.`id`;
END;
