CREATE TABLE `asks` (
	`case_id` text NOT NULL,
	`n` integer NOT NULL,
	`member_id` text NOT NULL,
	`at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`case_id`, `n`),
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`ref` text NOT NULL,
	`kind` text NOT NULL,
	`issue` text NOT NULL,
	`team_id` text NOT NULL,
	`raiser_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`need_payload` text NOT NULL,
	`amount_pence` integer,
	`currency` text,
	`waiting` text NOT NULL,
	`promised_at` integer,
	`state` text NOT NULL,
	`generation` integer NOT NULL,
	`asks` integer NOT NULL,
	`holder_id` text,
	`authority_version` integer NOT NULL,
	`raised_at` integer NOT NULL,
	`taken_at` integer,
	`decided_at` integer,
	`decider_id` text,
	`outcome` text,
	`decided_payload` text,
	`decided_pence` integer,
	`told` text,
	`informed_at` integer,
	`informed_by` text,
	`handed_back_at` integer,
	`feedback_payload` text,
	`ended_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`raiser_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`need_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decider_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`informed_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`feedback_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cases_ref` ON `cases` (`ref`);--> statement-breakpoint
CREATE INDEX `cases_raiser` ON `cases` (`raiser_id`,`ended_at`,`raised_at`);--> statement-breakpoint
CREATE INDEX `cases_holder` ON `cases` (`holder_id`,`ended_at`,`raised_at`);--> statement-breakpoint
CREATE INDEX `cases_team_open` ON `cases` (`team_id`,`ended_at`,`raised_at`);--> statement-breakpoint
CREATE INDEX `cases_customer_decided` ON `cases` (`customer_id`,`issue`,`decided_at`);--> statement-breakpoint
CREATE INDEX `cases_open` ON `cases` (`ended_at`,`raised_at`);--> statement-breakpoint
CREATE TABLE `conditions` (
	`subject` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`detail` text NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`ref` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_ref` ON `customers` (`ref`);--> statement-breakpoint
CREATE TABLE `due_actions` (
	`id` text PRIMARY KEY NOT NULL,
	`due_at` integer NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`generation` text NOT NULL,
	`done_at` integer,
	`outcome` text,
	`attempts` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `due_actions_due` ON `due_actions` (`done_at`,`due_at`);--> statement-breakpoint
CREATE INDEX `due_actions_subject` ON `due_actions` (`subject`,`done_at`);--> statement-breakpoint
CREATE TABLE `facility` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `journal` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`team` text,
	`actor` text NOT NULL,
	`role` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`facts` text NOT NULL,
	`simulated` integer NOT NULL,
	`payload_digest` text,
	`prev` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `journal_id` ON `journal` (`id`);--> statement-breakpoint
CREATE INDEX `journal_subject` ON `journal` (`subject`,`seq`);--> statement-breakpoint
CREATE TABLE `payloads` (
	`id` text PRIMARY KEY NOT NULL,
	`text` text,
	`salt` text,
	`digest` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `seen` (
	`key` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `seen_at` ON `seen` (`at`);--> statement-breakpoint
CREATE TABLE `lanes` (
	`lane` text PRIMARY KEY NOT NULL,
	`wake_at` integer,
	`free_at` integer NOT NULL,
	`busy_until` integer
);
--> statement-breakpoint
CREATE INDEX `lanes_wake` ON `lanes` (`wake_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`target` text NOT NULL,
	`lane` text NOT NULL,
	`message` text NOT NULL,
	`revision` integer NOT NULL,
	`sent_revision` integer NOT NULL,
	`state` text NOT NULL,
	`urgency` integer NOT NULL,
	`attempt` integer NOT NULL,
	`not_before` integer NOT NULL,
	`claimed_until` integer,
	`first_attempt_at` integer,
	`uncertain` integer NOT NULL,
	`ref` text,
	`fallback` text NOT NULL,
	`reason` text,
	`created_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key` ON `outbox` (`key`);--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`lane`,`state`,`urgency`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`state`,`claimed_until`);--> statement-breakpoint
CREATE TABLE `authority` (
	`version` integer NOT NULL,
	`decision` text NOT NULL,
	`level` text NOT NULL,
	`rank` integer NOT NULL,
	`label` text NOT NULL,
	`limit_pence` integer,
	`currency` text,
	`owner_team` text,
	`per_customer_days` integer,
	PRIMARY KEY(`version`, `decision`, `level`)
);
--> statement-breakpoint
CREATE TABLE `identities` (
	`platform` text NOT NULL,
	`user` text NOT NULL,
	`member_id` text NOT NULL,
	PRIMARY KEY(`platform`, `user`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `identities_member` ON `identities` (`member_id`);--> statement-breakpoint
CREATE TABLE `member_teams` (
	`member_id` text NOT NULL,
	`team_id` text NOT NULL,
	PRIMARY KEY(`member_id`, `team_id`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`home_team` text,
	`level` text NOT NULL,
	`rank` integer NOT NULL,
	`roles` text NOT NULL,
	`decides` integer NOT NULL,
	`active` integer NOT NULL,
	`away` integer NOT NULL,
	`last_platform` text,
	`asked` integer NOT NULL,
	`holding` integer NOT NULL,
	`last_taken_at` integer,
	FOREIGN KEY (`home_team`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_rank` ON `members` (`active`,`rank`);--> statement-breakpoint
CREATE TABLE `organisations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`timezone` text NOT NULL,
	`customer_pattern` text NOT NULL,
	`customer_example` text NOT NULL,
	`workspaces` text NOT NULL,
	`levels` text NOT NULL,
	`take_within_waiting_ms` integer NOT NULL,
	`take_within_otherwise_ms` integer NOT NULL,
	`quiet_after_waiting_ms` integer NOT NULL,
	`quiet_after_otherwise_ms` integer NOT NULL,
	`authority_version` integer NOT NULL,
	`source` text NOT NULL,
	`applied_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `team_channels` (
	`team_id` text NOT NULL,
	`purpose` text NOT NULL,
	`platform` text NOT NULL,
	`channel` text NOT NULL,
	PRIMARY KEY(`team_id`, `purpose`, `platform`),
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `teams` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`active` integer NOT NULL
);
