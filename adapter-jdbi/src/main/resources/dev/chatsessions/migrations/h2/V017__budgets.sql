-- What was spent is summed by model too.
drop table if exists ${schema}.usage_sums;
create table ${schema}.usage_sums (
    session_id uuid not null,
    spent_on date not null,
    user_id character varying not null,
    model character varying not null,
    calls bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    primary key (session_id, spent_on, user_id, model)
);
create index usage_sums_by_user on ${schema}.usage_sums (user_id, spent_on);
create index usage_sums_by_day on ${schema}.usage_sums (spent_on);
insert into ${schema}.usage_sums (session_id, spent_on, user_id, model, calls, input_tokens, output_tokens,
    cached_tokens, reasoning_tokens)
select session_id, cast(spent_at at time zone 'UTC' as date), user_id, model, count(*), sum(input_tokens),
    sum(output_tokens), sum(cached_tokens), sum(reasoning_tokens)
from ${schema}.usage_entries group by session_id, cast(spent_at at time zone 'UTC' as date), user_id, model;

-- What may be spent. The user is empty for everybody, the model for all that is spent.
create table if not exists ${schema}.budgets (
    user_id character varying not null,
    model character varying not null,
    period character varying not null,
    zone character varying not null,
    tokens bigint not null,
    reserve bigint not null,
    since timestamp(6) with time zone not null,
    primary key (user_id, model, period)
);

create table if not exists ${schema}.budget_windows (
    user_id character varying not null,
    model character varying not null,
    period character varying not null,
    starts_at timestamp(6) with time zone not null,
    ends_at timestamp(6) with time zone not null,
    used_tokens bigint not null,
    reserved_tokens bigint not null,
    warned boolean not null,
    primary key (user_id, model, period, starts_at)
);
create index if not exists budget_windows_by_end on ${schema}.budget_windows (ends_at);

-- What is set aside for replies that are not finished.
create table if not exists ${schema}.budget_holds (
    session_id uuid not null,
    reply_id uuid not null,
    model character varying not null,
    period character varying not null,
    user_id character varying not null,
    starts_at timestamp(6) with time zone not null,
    tokens bigint not null,
    primary key (session_id, reply_id, model, period)
);

insert into ${schema}.schema_version (version) values (17);
