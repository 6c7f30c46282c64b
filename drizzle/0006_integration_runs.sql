CREATE TABLE `integration_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`integration_id` text NOT NULL,
	`action` text NOT NULL,
	`effect` text NOT NULL,
	`actor` text NOT NULL,
	`started_at` integer NOT NULL
);
