"""What must hold of proxies and acts, as queries that find whatever breaks it."""

INVARIANTS = {
    "proxies.act_without_consent": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy.consented_at IS NULL OR proxy_act.at < proxy.consented_at"
    ),
    "proxies.act_after_stop": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy_act.at > proxy.stopped_at"
    ),
    "proxies.unknown_scope": (
        "SELECT id FROM proxy WHERE replace(replace(replace(replace(replace(replace("
        "scopes, 'order', ''), 'list', ''), 'enrol', ''), 'book', ''), 'ask', ''), ',', '') <> ''"
    ),
    "proxies.unknown_stop": (
        "SELECT id FROM proxy WHERE stopped_at IS NOT NULL"
        " AND stop_why NOT IN ('self', 'proxy', 'desk', 'renewed', 'closed')"
    ),
    "proxies.told_by_helper": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy_act.told_by = proxy.proxy_id OR proxy_act.answered_by = proxy.proxy_id"
    ),
    "proxies.stands_for_closed": (
        "SELECT proxy.id FROM proxy JOIN person"
        " ON person.id IN (proxy.person_id, proxy.proxy_id)"
        " WHERE proxy.stopped_at IS NULL AND person.closed_at IS NOT NULL"
    ),
}
