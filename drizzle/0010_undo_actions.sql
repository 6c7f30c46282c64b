CREATE TABLE `integration_undos` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`kept` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
);
