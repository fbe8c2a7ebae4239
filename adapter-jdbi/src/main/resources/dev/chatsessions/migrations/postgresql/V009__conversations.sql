-- Which threads are conversations of devices.
create table ${schema}.conversations (
    session_id uuid not null,
    thread_id uuid not null,
    -- Whose lists it is in: its session's owner, who is asked for his rights there. Null for an orphan's.
    listed_for text,
    origin text,
    started_at timestamp(6) with time zone not null,
    heard_at timestamp(6) with time zone not null,
    turned_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    listening jsonb not null,
    due_at timestamp(6) with time zone,
    asked uuid,
    revision bigint not null,
    -- The session while this is its open one.
    open_in uuid,
    primary key (session_id, thread_id),
    constraint conversations_open_in unique (open_in),
    constraint conversations_origin unique (session_id, origin)
) with (fillfactor = 70);
create index conversations_by_start on ${schema}.conversations (listed_for, started_at, thread_id)
    where listed_for is not null;
create index conversations_by_turn on ${schema}.conversations (listed_for, turned_at, thread_id)
    where listed_for is not null;
create index conversations_due on ${schema}.conversations (due_at, thread_id) where due_at is not null;

-- What is known of a device's session, so that no copy adds anything. Without a message once it was absorbed.
create table ${schema}.segments (
    session_id uuid not null,
    segment_key text not null,
    thread_id uuid not null,
    message_id uuid,
    starts_at bigint not null,
    ends_at bigint not null,
    primary key (session_id, segment_key)
);
create index segments_shown on ${schema}.segments (session_id, thread_id, starts_at, segment_key)
    where message_id is not null;

-- Sessions that are nobody's.
create table ${schema}.orphans (
    session_id uuid primary key,
    provider text not null,
    uid text not null,
    session_name text not null,
    -- The name while it waits for who links the device.
    held_name text,
    heard_at timestamp(6) with time zone not null,
    constraint orphans_held_name unique (provider, uid, held_name)
) with (fillfactor = 70);
create index orphans_by_hearing on ${schema}.orphans (heard_at, session_id);

-- For those who look for orphans to claim.
create index device_links_by_time on ${schema}.device_links (linked_at) where held_uid is not null;

create table ${schema}.listen_preferences (
    user_id text primary key,
    mode text not null,
    phrases jsonb not null,
    follow_up_millis bigint not null,
    muted boolean not null,
    -- In seconds of the day.
    quiet_from integer,
    quiet_until integer,
    zone text not null,
    version bigint not null
);

-- The last few of each device.
create table ${schema}.deliveries (
    provider text not null,
    uid text not null,
    id uuid not null,
    session_id uuid not null,
    delivered_at timestamp(6) with time zone not null,
    accepted integer not null,
    repeated integer not null,
    skipped integer not null,
    findings text not null,
    primary key (provider, uid, id)
);

-- Replies that are still to be told to a device.
create table ${schema}.device_answers (
    reply_id uuid primary key,
    session_id uuid not null,
    provider text not null,
    uid text not null,
    tries integer not null,
    due_at timestamp(6) with time zone not null
) with (fillfactor = 50);
create index device_answers_due on ${schema}.device_answers (due_at, reply_id);

insert into ${schema}.schema_version (version) values (9);
