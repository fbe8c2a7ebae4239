-- Which threads are conversations of devices.
create table if not exists ${schema}.conversations (
    session_id uuid not null,
    thread_id uuid not null,
    -- Whose lists it is in: its session's owner, who is asked for his rights there. Null for an orphan's.
    listed_for character varying,
    origin character varying,
    started_at timestamp(6) with time zone not null,
    heard_at timestamp(6) with time zone not null,
    turned_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    listening character varying not null,
    due_at timestamp(6) with time zone,
    asked uuid,
    revision bigint not null,
    -- The session while this is its open one.
    open_in uuid,
    primary key (session_id, thread_id),
    constraint conversations_open_in unique (open_in),
    constraint conversations_origin unique (session_id, origin)
);
create index if not exists conversations_by_start on ${schema}.conversations (listed_for, started_at, thread_id);
create index if not exists conversations_by_turn on ${schema}.conversations (listed_for, turned_at, thread_id);
create index if not exists conversations_due on ${schema}.conversations (due_at, thread_id);

-- What is known of a device's session, so that no copy adds anything. Without a message once it was absorbed.
create table if not exists ${schema}.segments (
    session_id uuid not null,
    segment_key character varying not null,
    thread_id uuid not null,
    message_id uuid,
    starts_at bigint not null,
    ends_at bigint not null,
    primary key (session_id, segment_key)
);
create index if not exists segments_shown on ${schema}.segments (session_id, thread_id, starts_at, segment_key);

-- Sessions that are nobody's.
create table if not exists ${schema}.orphans (
    session_id uuid primary key,
    provider character varying not null,
    uid character varying not null,
    session_name character varying not null,
    -- The name while it waits for who links the device.
    held_name character varying,
    heard_at timestamp(6) with time zone not null,
    constraint orphans_held_name unique (provider, uid, held_name)
);
create index if not exists orphans_by_hearing on ${schema}.orphans (heard_at, session_id);

-- For those who look for orphans to claim.
create index if not exists device_links_by_time on ${schema}.device_links (linked_at);

create table if not exists ${schema}.listen_preferences (
    user_id character varying primary key,
    mode character varying not null,
    phrases character varying not null,
    follow_up_millis bigint not null,
    muted boolean not null,
    -- In seconds of the day.
    quiet_from integer,
    quiet_until integer,
    zone character varying not null,
    version bigint not null
);

-- The last few of each device.
create table if not exists ${schema}.deliveries (
    provider character varying not null,
    uid character varying not null,
    id uuid not null,
    session_id uuid not null,
    delivered_at timestamp(6) with time zone not null,
    accepted integer not null,
    repeated integer not null,
    skipped integer not null,
    findings character varying not null,
    primary key (provider, uid, id)
);

-- Replies that are still to be told to a device.
create table if not exists ${schema}.device_answers (
    reply_id uuid primary key,
    session_id uuid not null,
    provider character varying not null,
    uid character varying not null,
    tries integer not null,
    due_at timestamp(6) with time zone not null
);
create index if not exists device_answers_due on ${schema}.device_answers (due_at, reply_id);

insert into ${schema}.schema_version (version) values (9);
