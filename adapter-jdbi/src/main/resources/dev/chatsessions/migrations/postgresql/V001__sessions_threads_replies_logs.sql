-- No foreign keys: every row below a session is written under the lock of its session, and the key-share lock
-- that a foreign key takes on the parent would be paid once per message and event.

create table ${schema}.schema_version (
    version integer primary key
);

create table ${schema}.sessions (
    id uuid primary key,
    -- The owner's id; empty for an orphan, so that orphans are unique by key too.
    owner_key text not null,
    kind text not null,
    session_key text not null,
    -- The key for as long as the status holds it.
    held_key text,
    title text,
    status text not null,
    answerer text not null,
    answerer_worker text,
    created_at timestamp(6) with time zone not null,
    -- Moves with each message and is in no index, so that the row is rewritten in place (HOT). The indexes have the five
    -- minutes in which it lies; a list sorts what lies in the same ones.
    last_activity_at timestamp(6) with time zone not null,
    activity_slot timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    version bigint not null,
    deleted_at timestamp(6) with time zone,
    -- Set while rows below a deleted session are still to be removed.
    purge_due timestamp(6) with time zone,
    -- The head of the session's log: who holds the lock of this row may write below the session.
    epoch bigint not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null,
    constraint sessions_held_key unique (owner_key, kind, held_key)
) with (fillfactor = 70);
create index sessions_by_owner on ${schema}.sessions (owner_key, activity_slot) where deleted_at is null;
create index sessions_by_activity on ${schema}.sessions (kind, status, activity_slot) where deleted_at is null;
create index sessions_to_purge on ${schema}.sessions (purge_due, id) where purge_due is not null;

create table ${schema}.session_events (
    session_id uuid not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null,
    kind text not null,
    thread_id uuid,
    message_id uuid,
    reply_id uuid,
    delta_offset integer,
    delta text,
    data jsonb,
    primary key (session_id, sequence)
);

create index session_events_deltas on ${schema}.session_events (session_id, reply_id, sequence)
    where delta is not null;

-- The logs of users and workers, named user:… and worker:….
create table ${schema}.scope_heads (
    scope text primary key,
    epoch bigint not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null
) with (fillfactor = 50);

create table ${schema}.scope_events (
    scope text not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null,
    kind text not null,
    thread_id uuid,
    message_id uuid,
    reply_id uuid,
    delta_offset integer,
    delta text,
    data jsonb,
    primary key (scope, sequence)
);

create table ${schema}.threads (
    session_id uuid not null,
    id uuid not null,
    thread_key text not null,
    -- The key until the thread is deleted.
    held_key text,
    title text,
    created_at timestamp(6) with time zone not null,
    last_message_at timestamp(6) with time zone,
    last_position bigint not null,
    message_count bigint not null,
    calls bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    cleared_through bigint not null,
    version bigint not null,
    deleted_at timestamp(6) with time zone,
    purge_due timestamp(6) with time zone,
    primary key (session_id, id),
    constraint threads_held_key unique (session_id, held_key)
) with (fillfactor = 70);
create index threads_by_id on ${schema}.threads (id);
create index threads_by_clearing on ${schema}.threads (session_id, cleared_through);
create index threads_to_purge on ${schema}.threads (purge_due, id) where purge_due is not null;

create table ${schema}.messages (
    session_id uuid not null,
    thread_id uuid not null,
    position bigint not null,
    id uuid not null,
    role text not null,
    source text not null,
    status text not null,
    speaker text,
    reply_id uuid,
    -- The text of a message that is one text part, which nearly all are; the others have their parts in parts.
    text text,
    parts jsonb,
    created_at timestamp(6) with time zone not null,
    version bigint not null,
    primary key (session_id, thread_id, position),
    constraint messages_id unique (session_id, id)
);

create table ${schema}.replies (
    session_id uuid not null,
    id uuid not null,
    thread_id uuid not null,
    question_id uuid not null,
    answer_id uuid not null,
    status text not null,
    attempts integer not null,
    end_offset integer not null,
    stop_requested boolean not null,
    finish_reason text,
    failure text,
    input_tokens bigint,
    output_tokens bigint,
    cached_tokens bigint,
    reasoning_tokens bigint,
    model text,
    estimated boolean,
    asked_at timestamp(6) with time zone not null,
    finished_at timestamp(6) with time zone,
    fence bigint,
    lease_until timestamp(6) with time zone,
    claimed_by text,
    asked_sequence bigint not null,
    trimmed boolean not null,
    revision bigint not null,
    -- Each of these is set only while the reply belongs into its index, and none moves while an answer is streamed.
    open_session uuid,
    open_thread uuid,
    running_thread uuid,
    waiting_for text,
    trim_due timestamp(6) with time zone,
    primary key (session_id, id)
) with (fillfactor = 50);
create index replies_by_id on ${schema}.replies (id);
create index replies_open_in_session on ${schema}.replies (open_session, id) where open_session is not null;
create index replies_open on ${schema}.replies (open_thread, id) where open_thread is not null;
-- At most one reply of a thread runs.
create unique index replies_running on ${schema}.replies (running_thread) where running_thread is not null;
create index replies_waiting on ${schema}.replies (waiting_for, asked_at, id) where waiting_for is not null;
create index replies_to_trim on ${schema}.replies (trim_due, id) where trim_due is not null;

create table ${schema}.session_state (
    session_id uuid not null,
    state_key text not null,
    state_value jsonb not null,
    version bigint not null,
    changed_at timestamp(6) with time zone not null,
    primary key (session_id, state_key)
);

create table ${schema}.usage_entries (
    id uuid primary key,
    user_id text not null,
    session_id uuid not null,
    thread_id uuid not null,
    reply_id uuid,
    attempt integer not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    model text not null,
    estimated boolean not null,
    spent_at timestamp(6) with time zone not null
);
-- What was appended has no reply, and would all be one key of this index, at whose end all callers would meet.
create unique index usage_entries_attempt on ${schema}.usage_entries (reply_id, attempt) where reply_id is not null;
create index usage_entries_by_user on ${schema}.usage_entries (user_id, spent_at, id);

-- A row is written under the lock of its session only, so that nobody waits for it besides.
create table ${schema}.usage_sums (
    session_id uuid not null,
    spent_on date not null,
    user_id text not null,
    calls bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    primary key (session_id, spent_on, user_id)
) with (fillfactor = 50);
create index usage_sums_by_user on ${schema}.usage_sums (user_id, spent_on);

create table ${schema}.request_keys (
    caller text not null,
    operation text not null,
    request_key text not null,
    body_hash text not null,
    results jsonb not null,
    served_at timestamp(6) with time zone not null,
    primary key (caller, operation, request_key)
);
create index request_keys_by_time on ${schema}.request_keys (served_at);

create table ${schema}.tokens (
    id uuid primary key,
    hash text not null unique,
    subject_kind text not null,
    subject text not null,
    permissions text not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone
);
create index tokens_by_expiry on ${schema}.tokens (expires_at);

insert into ${schema}.schema_version (version) values (1);
