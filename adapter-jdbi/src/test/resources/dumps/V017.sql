insert into ${schema}.assignments (session_id, worker_id, model, ends_after_seconds, agent_session, ready_at, look_at, fails_after_seconds) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 'robot', null, null, null, null, null, null);

insert into ${schema}.attempts (name, taken, ends_at) values
    ('link-code device:omi:necklace', 0, '2026-11-21 13:34:56.123456+00'),
    ('link-code user:ann', 0, '2026-11-21 13:34:56.123456+00'),
    ('link-confirm user:ann', 1, '2026-11-21 12:35:56.123456+00'),
    ('link-start address:10.0.0.1', 1, '2026-11-21 12:35:56.123456+00'),
    ('link-start user:ann', 2, '2026-11-21 12:35:56.123456+00'),
    ('worker-code user:ann', 0, '2026-11-21 13:34:56.123456+00');

insert into ${schema}.conversations (session_id, thread_id, listed_for, origin, started_at, heard_at, turned_at, ended_at, listening, due_at, asked, revision, open_in) values
    ('01a200da-ae17-7058-866f-2757298ee1ef', '01a200da-ae4a-718f-bf03-7547426d382c', 'ann', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', null, '{}', null, null, 1, '01a200da-ae17-7058-866f-2757298ee1ef'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af54-7116-b4ad-7db72c97054a', null, null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', null, '{}', null, null, 1, '01a200da-af34-71b8-a4c7-ea545f9c379e');

insert into ${schema}.deliveries (provider, uid, id, session_id, delivered_at, accepted, repeated, skipped, findings) values
    ('omi', 'necklace', '01a200da-af0b-70e3-bdce-50ac6c24a5a1', '01a200da-ae17-7058-866f-2757298ee1ef', '2026-11-21 12:34:56.123456+00', 1, 0, 0, 'NO_TRIGGER'),
    ('omi', 'nobodys', '01a200da-af78-71b1-9324-4e2932513bc3', '01a200da-af34-71b8-a4c7-ea545f9c379e', '2026-11-21 12:34:56.123456+00', 1, 0, 0, 'NOT_LINKED');

insert into ${schema}.device_answers (reply_id, session_id, provider, uid, tries, due_at) values
    ('01a200da-9a3b-7039-9e56-e1e5c053a666', '01a200da-ae17-7058-866f-2757298ee1ef', 'omi', 'necklace', 0, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.device_links (id, provider, uid, owner, linked_at, unlinked_at, held_uid, held_by) values
    ('01a200da-a5da-7352-8ffe-2296b6d3ce3b', 'omi', 'necklace', 'ann', '2026-11-21 12:34:56.123456+00', null, 'necklace', 'ann');

insert into ${schema}.erased_devices (mark, erased_at) values
    ('5d9c36b1a6e2d0a1c1f84f7b0fc39e5a7e6e0b1f7a1f1e0a4f7f6c5b2d3e4f50', '2026-11-21 12:34:56.123456+00');

insert into ${schema}.erasures (mark, user_id, begun_at, ended_at, removed, remaining) values
    ('0b7f4c1d2e3a495867f6e5d4c3b2a190817263544a5b6c7d8e9fa0b1c2d3e4f5', 'cora', '2026-11-21 12:34:56.123456+00', null, '{"messages":2}', '{}');

insert into ${schema}.join_tokens (session_id, id, hash, admission, created_at, expires_at, redeemed_at, revoked_at) values
    ('01a200da-b0e1-717d-8723-10ea8d97b650', '01a200da-b107-7388-991f-002e7704c2a8', '7c96e09cfe0d5878177c312e79be6557b31397076bebccb7f78921450577f800', 'READ', '2026-11-21 12:34:56.123456+00', '2026-11-22 12:34:56.123456+00', null, null);

insert into ${schema}.legacy_imports (source, row_id, session_id, row_hash) values
    ('chatkit_sessions', '7', '01a200da-ae17-7058-866f-2757298ee1ef', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08');

insert into ${schema}.listen_preferences (user_id, mode, phrases, follow_up_millis, muted, quiet_from, quiet_until, zone, version) values
    ('ann', 'ALWAYS', '["Hey Omi"]', 8000, false, null, null, 'Z', 1);

insert into ${schema}.messages (session_id, thread_id, position, id, role, source, status, speaker, reply_id, text, parts, created_at, version) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', 1, '01a200da-9a3b-7037-8ea6-3e48185fc13d', 'USER', 'CLIENT', 'COMPLETE', null, null, 'And?', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', 2, '01a200da-9a3b-7038-829e-05b97311922f', 'ASSISTANT', 'REPLY', 'OPEN', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', null, null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-ae17-7058-866f-2757298ee1ef', '01a200da-ae4a-718f-bf03-7547426d382c', 153, '01a200da-ae5a-708c-8187-f14e74de696c', 'USER', 'TRANSCRIPT', 'COMPLETE', null, null, 'Hello there', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af54-7116-b4ad-7db72c97054a', 153, '01a200da-af65-73f8-9383-b6e3be34d2bc', 'USER', 'TRANSCRIPT', 'COMPLETE', null, null, 'Hello there', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', 1, '01a200da-b206-702e-9087-b5d79587bc31', 'USER', 'CLIENT', 'COMPLETE', null, null, 'Where to? 🌍', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', 2, '01a200da-b26f-71f2-a17b-9d3fba856b0c', 'ASSISTANT', 'HOST', 'COMPLETE', null, null, 'It''s "Lisbon".', null, '2026-11-21 12:34:56.123456+00', 1);

insert into ${schema}.orphans (session_id, provider, uid, session_name, held_name, heard_at) values
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 'omi', 'nobodys', 'walk', 'walk', '2026-11-21 12:34:56.123456+00');

insert into ${schema}.pending_links (provider, uid, user_id, id, code_hash, tries, expires_at) values
    ('omi', 'second', 'ann', '01a200da-adfc-716d-a476-37c8a23debc2', 'pbkdf2-sha256$600000$FWhamCwdPxUGnXV9EiK9SQ$3F7Fa/7UsMKuFEv01xALZ99jnRM8q7nBzn+MrbMz//c', 0, '2026-11-21 12:44:56.123456+00');

insert into ${schema}.permission_requests (session_id, reply_id, request_id, fence, thread_id, asked_at, content, chosen, answered_at) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9a3b-7039-9e56-e1e5c053a666', 'call-1', 1, '01a200da-9987-72aa-9297-8686f4a9d92e', '2026-11-21 12:34:56.123456+00', '{"title":"Run ls?","tool_call":{"command":"ls"},"options":[{"id":"allow","name":"Allow","kind":"ALLOW_ONCE"}]}', null, null);

insert into ${schema}.presence_nodes (id, lease_until) values
    ('01a200da-b156-7302-87ab-cb78b5b198d4', '2026-11-21 12:35:11.123456+00');

insert into ${schema}.presences (session_id, id, node_id, caller, client, entered_at, left_at) values
    ('01a200da-b0e1-717d-8723-10ea8d97b650', '01a200da-b156-7301-b75a-048ad54614eb', '01a200da-b156-7302-87ab-cb78b5b198d4', 'user:ann', 'phone', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00');

insert into ${schema}.replies (session_id, id, thread_id, question_id, answer_id, status, attempts, end_offset, stop_requested, finish_reason, failure, input_tokens, output_tokens, cached_tokens, reasoning_tokens, model, estimated, asked_at, finished_at, fence, lease_until, claimed_by, asked_sequence, trimmed, revision, open_session, open_thread, running_thread, waiting_for, trim_due) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9a3b-7039-9e56-e1e5c053a666', '01a200da-9987-72aa-9297-8686f4a9d92e', '01a200da-9a3b-7037-8ea6-3e48185fc13d', '01a200da-9a3b-7038-829e-05b97311922f', 'RUNNING', 1, 5, false, null, null, null, null, null, null, null, null, '2026-11-21 12:34:56.123456+00', null, 1, '2026-11-21 12:35:11.123456+00', 'worker:robot', 6, false, 3, '01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', '01a200da-9987-72aa-9297-8686f4a9d92e', null, null);

insert into ${schema}.request_keys (caller, operation, request_key, body_hash, results, served_at) values
    ('user:ann', 'announce 01a200da-9930-7233-b713-53b41ac65d29', 'the-same', 'ce61fd710c016b9471a93562b1ef9846500be4be717a6103613b586e6e479172', '[]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'ask 01a200da-9987-72aa-9297-8686f4a9d92e', 'the-same', '07af12480b0199d96182879143861b29acfa0dc6afb085a637ab8a1f1231bb3d', '["01a200da-9a3b-7039-9e56-e1e5c053a666"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'change-state 01a200da-9930-7233-b713-53b41ac65d29', 'the-same', '1459951493b249e1967b46f2e20b55d4ba03305575b5754f1e7f512c9cb374ac', '["note"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'create-request', 'the-same', '3ba7e40bd286471e6d342d5c99842e670f5a0095a1f2e3423a6665c8fc274366', '["01a200da-afc2-7360-acea-09618404b9ca"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'open-session', 'the-same', '12f4bbcb582d3e271225d8462a2557347c8a29fb341d12a87c1700154069821a', '["WORKFLOW","paris"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'start-session', 'the-same', '1128e33dd71086d8f0e602b3c6b84805807ec0baa32f5b31a95c9edb1c4b404d', '["01a200da-9930-7233-b713-53b41ac65d29"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'start-thread 01a200da-9930-7233-b713-53b41ac65d29', 'the-same', '08705b960b0858a48950a33a6bd40c77df8e3197ba01bb57d22bf7c7817d7738', '["01a200da-9987-72aa-9297-8686f4a9d92e"]', '2026-11-21 12:34:56.123456+00');

insert into ${schema}.requests (owner, id, attributes, created_at, changed_at, version) values
    ('ann', '01a200da-afc2-7360-acea-09618404b9ca', '{"departure_airport":"EGLF"}', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 1);

insert into ${schema}.scope_events (scope, sequence, logged_at, kind, thread_id, message_id, reply_id, delta_offset, delta, data) values
    ('user:ann', 1, '2026-11-21 12:34:56.123456+00', 'worker_approved', null, null, null, null, null, '{"worker":"robot","name":"A robot"}'),
    ('user:ann', 2, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29","session_kind":"WORKER"}'),
    ('user:ann', 3, '2026-11-21 12:34:56.123456+00', 'device_linked', null, null, null, null, null, '{"link":"01a200da-a5da-7352-8ffe-2296b6d3ce3b","provider":"omi","uid":"necklace"}'),
    ('user:ann', 4, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-ae17-7058-866f-2757298ee1ef","session_kind":"DEVICE"}'),
    ('user:ann', 5, '2026-11-21 12:34:56.123456+00', 'current_changed', null, null, null, null, null, '{"session":"01a200da-ae17-7058-866f-2757298ee1ef","conversation":"01a200da-ae4a-718f-bf03-7547426d382c"}'),
    ('user:ann', 6, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-affd-7057-aac5-3ec3d412b6b0","session_kind":"WORKFLOW"}'),
    ('user:ann', 7, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b0e1-717d-8723-10ea8d97b650","session_kind":"SHARED"}'),
    ('user:ann', 8, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b1c9-70a1-81fb-2dac981702ff","session_kind":"CHAT"}'),
    ('worker:robot', 1, '2026-11-21 12:34:56.123456+00', 'session_start', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29"}'),
    ('worker:robot', 2, '2026-11-21 12:34:56.123456+00', 'message', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29","thread":"01a200da-9987-72aa-9297-8686f4a9d92e","reply":"01a200da-9a3b-7039-9e56-e1e5c053a666"}');

insert into ${schema}.scope_heads (scope, epoch, sequence, logged_at) values
    ('user:ann', 95081366925549, 8, '2026-11-21 12:34:56.123456+00'),
    ('worker:robot', 130014134886467, 2, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.segments (session_id, segment_key, thread_id, message_id, starts_at, ends_at) values
    ('01a200da-ae17-7058-866f-2757298ee1ef', 'said#ea3a46ce196f2bcfaef207babdae7975b44fae0bb002e9914e6d04d40adc8cee', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae5a-708c-8187-f14e74de696c', 0, 1000000000),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 'said#ea3a46ce196f2bcfaef207babdae7975b44fae0bb002e9914e6d04d40adc8cee', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af65-73f8-9383-b6e3be34d2bc', 0, 1000000000);

insert into ${schema}.session_attributes (session_id, attributes) values
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', '{"current_step":"requesting_quotes"}');

insert into ${schema}.session_counters (session_id, name, counted) values
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 'quotes_received_count', 3);

insert into ${schema}.session_events (session_id, sequence, logged_at, kind, thread_id, message_id, reply_id, delta_offset, delta, data) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29","session_kind":"WORKER"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-9987-72aa-9297-8686f4a9d92e', null, null, null, null, '{"key":"plans"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 3, '2026-11-21 12:34:56.123456+00', 'state_changed', null, null, null, null, null, '{"key":"note","value":"hey"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 4, '2026-11-21 12:34:56.123456+00', 'notice', null, null, null, null, null, '{"type":"wave","body":"hey"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 5, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-9987-72aa-9297-8686f4a9d92e', '01a200da-9a3b-7037-8ea6-3e48185fc13d', null, null, null, null),
    ('01a200da-9930-7233-b713-53b41ac65d29', 6, '2026-11-21 12:34:56.123456+00', 'reply_queued', '01a200da-9987-72aa-9297-8686f4a9d92e', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', null, null, '{"question":"01a200da-9a3b-7037-8ea6-3e48185fc13d"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 7, '2026-11-21 12:34:56.123456+00', 'reply_started', '01a200da-9987-72aa-9297-8686f4a9d92e', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', null, null, '{"attempt":1}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 8, '2026-11-21 12:34:56.123456+00', 'reply_delta', '01a200da-9987-72aa-9297-8686f4a9d92e', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', 0, 'It is', null),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-ae17-7058-866f-2757298ee1ef","session_kind":"DEVICE"}'),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-ae4a-718f-bf03-7547426d382c', null, null, null, null, '{"key":"01a200da-ae4a-718f-bf03-7547426d382c"}'),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 3, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae5a-708c-8187-f14e74de696c', null, null, null, null),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-af34-71b8-a4c7-ea545f9c379e","session_kind":"DEVICE"}'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-af54-7116-b4ad-7db72c97054a', null, null, null, null, '{"key":"01a200da-af54-7116-b4ad-7db72c97054a"}'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 3, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af65-73f8-9383-b6e3be34d2bc', null, null, null, null),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-affd-7057-aac5-3ec3d412b6b0","session_kind":"WORKFLOW"}'),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 2, '2026-11-21 12:34:56.123456+00', 'session_changed', null, null, null, null, null, '{"status":"ACTIVE","version":2}'),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 3, '2026-11-21 12:34:56.123456+00', 'details_changed', null, null, null, null, null, '{"labels":{"request_id":"01a200da-afc2-7360-acea-09618404b9ca"},"counters":{"quotes_received_count":3},"attributes":{"current_step":"requesting_quotes"}}'),
    ('01a200da-b0e1-717d-8723-10ea8d97b650', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b0e1-717d-8723-10ea8d97b650","session_kind":"SHARED"}'),
    ('01a200da-b0e1-717d-8723-10ea8d97b650', 2, '2026-11-21 12:34:56.123456+00', 'presence', null, null, null, null, null, '{"caller":"user:ann","client":"phone","present":true}'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b1c9-70a1-81fb-2dac981702ff","session_kind":"CHAT"}'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-b1ff-7373-8524-620d29a8147b', null, null, null, null, '{"key":"main"}'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 3, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-b1ff-7373-8524-620d29a8147b', '01a200da-b206-702e-9087-b5d79587bc31', null, null, null, null),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 4, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-b1ff-7373-8524-620d29a8147b', '01a200da-b26f-71f2-a17b-9d3fba856b0c', null, null, null, null);

insert into ${schema}.session_labels (session_id, name, label) values
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 'request_id', '01a200da-afc2-7360-acea-09618404b9ca');

insert into ${schema}.session_state (session_id, state_key, state_value, version, changed_at, value_bytes, expires_at) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 'note', '"hey"', 3, '2026-11-21 12:34:56.123456+00', 5, null);

insert into ${schema}.sessions (id, owner_key, kind, session_key, held_key, title, status, answerer, answerer_worker, created_at, last_activity_at, activity_slot, ended_at, version, deleted_at, purge_due, epoch, sequence, logged_at) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 'ann', 'WORKER', 'trip', 'trip', 'A trip', 'ACTIVE', 'WORKER', 'robot', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 53465892233855, 8, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 'ann', 'DEVICE', 'omi:necklace:walk', 'omi:necklace:walk', null, 'ACTIVE', 'ASSISTANT', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 80077759211288, 3, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '', 'DEVICE', '01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af34-71b8-a4c7-ea545f9c379e', null, 'ACTIVE', 'ASSISTANT', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 35463824990549, 3, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 'ann', 'WORKFLOW', 'paris', 'paris', null, 'ACTIVE', 'NONE', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 2, null, null, 117945633634564, 3, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-b0e1-717d-8723-10ea8d97b650', 'ann', 'SHARED', '01a200da-b0e1-717d-8723-10ea8d97b650', '01a200da-b0e1-717d-8723-10ea8d97b650', null, 'ACTIVE', 'NONE', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 23354575808498, 2, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 'ann', 'CHAT', 'user-ann', 'user-ann', null, 'ACTIVE', 'ASSISTANT', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 16754813540033, 4, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.threads (session_id, id, thread_key, held_key, title, created_at, last_message_at, last_position, message_count, calls, input_tokens, output_tokens, cached_tokens, reasoning_tokens, cleared_through, version, deleted_at, purge_due) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', 'plans', 'plans', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 2, 1, 0, 0, 0, 0, 0, 0, 1, null, null),
    ('01a200da-ae17-7058-866f-2757298ee1ef', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae4a-718f-bf03-7547426d382c', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 153, 1, 0, 0, 0, 0, 0, 0, 1, null, null),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af54-7116-b4ad-7db72c97054a', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 153, 1, 0, 0, 0, 0, 0, 0, 1, null, null),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', 'main', 'main', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 2, 2, 1, 7, 3, 0, 0, 0, 1, null, null);

insert into ${schema}.tokens (id, hash, subject_kind, subject, permissions, created_at, expires_at, revoked_at) values
    ('01a200da-9b33-7007-b47a-560b3546cc07', '2dc93c9f804b84fec8a0c15cdf800c153ff159779fad411de2073ba218d53b8f', 'user', 'ann', 'READ,WRITE', '2026-11-21 12:34:56.123456+00', '2026-11-22 12:34:56.123456+00', null);

insert into ${schema}.usage_entries (id, user_id, session_id, thread_id, reply_id, attempt, input_tokens, output_tokens, cached_tokens, reasoning_tokens, model, estimated, spent_at) values
    ('01a200da-b26f-71f3-96bc-b0dc6ccdbc9f', 'ann', '01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', null, 0, 7, 3, 0, 0, 'test', false, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.usage_sums (session_id, spent_on, user_id, model, calls, input_tokens, output_tokens, cached_tokens, reasoning_tokens) values
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '2026-11-21', 'ann', 'test', 1, 7, 3, 0, 0);

insert into ${schema}.webhook_secrets (id, provider, owner, kind, place, kept, created_at, revoked_at, held_place) values
    ('01a200da-af84-72f9-80dd-9eaf580faa1c', 'omi', 'ann', 'PATH', 1, 'e05091db57ef8dbe8fdbcf97b2eb83308de58624935d7fb01f78cabc01d82b58', '2026-11-21 12:34:56.123456+00', null, 1);

insert into ${schema}.worker_registrations (user_code, device_code, worker_id, machine, name, answers_at_once, expires_at, interval_seconds, asked_at, approved_by, closed) values
    ('6138f0c5ddc3bbdcc26589441058d1b57be60663d34cb0619a31c6ef8d312aa2', '31be6e138eec7a87d175d3681a9421915297d27094fb6d8adeb9b2b6fb4a57f3', 'robot', 'machine', 'A robot', 64, '2026-11-21 12:44:56.123456+00', 5, '2026-11-21 12:34:56.123456+00', 'ann', false),
    ('a9dd542613e0139c9bf2de2f65ab7c3fffb63526f528dc1a4c35b657b47f47e9', '98649d6dc420e09dcd6535f13078f798a867205965be22e52d086213bba80698', 'another', 'machine', 'Waiting', 64, '2026-11-21 12:44:56.123456+00', 5, '2026-11-21 12:34:56.123456+00', null, false);

insert into ${schema}.workers (id, machine, owner, name, answers_at_once, status, approved_at, seen_at, online_seen_at) values
    ('robot', 'machine', 'ann', 'A robot', 64, 'OFFLINE', '2026-11-21 12:34:56.123456+00', null, null);

insert into ${schema}.budget_holds (session_id, reply_id, model, period, user_id, starts_at, tokens) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9a3b-7039-9e56-e1e5c053a666', '', 'DAY', 'ann', '2026-11-21 00:00:00+00', 100);

insert into ${schema}.budget_windows (user_id, model, period, starts_at, ends_at, used_tokens, reserved_tokens, warned) values
    ('ann', '', 'DAY', '2026-11-21 00:00:00+00', '2026-11-22 00:00:00+00', 10, 100, false);

insert into ${schema}.budgets (user_id, model, period, zone, tokens, reserve, since) values
    ('', '', 'DAY', 'UTC', 1000, 100, '2026-11-21 12:34:56.123456+00');
