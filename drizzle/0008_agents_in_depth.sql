CREATE TABLE `agent_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`instructions` text NOT NULL,
	`model` text,
	`effort` text,
	`cwd` text,
	`permission_mode` text,
	`allowed_tools` text NOT NULL,
	`denied_tools` text NOT NULL,
	`mcp_servers` text,
	`worktree` integer NOT NULL,
	`budget_usd` real,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`key` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`images` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `plan_limits` (
	`type` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`utilization` real,
	`resets_at` integer,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `approvals` ADD `edited_input` text;--> statement-breakpoint
ALTER TABLE `approvals` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `parent_tool_use_id` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `effort` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `profile_id` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `worktree` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `context_tokens` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `context_window` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `budget_usd` real;--> statement-breakpoint
ALTER TABLE `sessions` ADD `limited_until` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `resumes_at_reset` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `mcp_off` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `commands` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `instructions` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `base_commit` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `origin` text DEFAULT 'porter' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `forked_from` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `pinned_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `archived_at` integer;--> statement-breakpoint
ALTER TABLE `turns` ADD `spent` text;--> statement-breakpoint
ALTER TABLE `turns` ADD `actor` text DEFAULT 'owner' NOT NULL;--> statement-breakpoint
CREATE INDEX `turns_ended_at` ON `turns` (`ended_at`);