#include "plan/id.h"

#include "build-id.h"
#include "plan/object.h"
#include "plan/spec.h"

/* The route's part. */
static uint64_t
route_hash(const struct route *r, uint64_t id)
{
	if (r->fortify_id)
		id = hash_bytes(id, &r->fortify_id, sizeof r->fortify_id);
	if (r->libc == LIBC_HOST)
		return id;
	id = hash_bytes(id, &r->libc, sizeof r->libc);
	id = hash_bytes(id, &r->id, sizeof r->id);
	return hash_str(id, r->text);
}

uint64_t
policy_id(struct call *call)
{
	const struct compiler *cc = &call->compiler;
	uint64_t id = call->plan.policy_id;

	if (id)
		return id;
	id = hash_str(call->policy.hash, STR(BUILD_ID));
	id = hash_str(id, spec_bytes(call));
	id = hash_str(id, object_bytes(call));
	id = hash_str(id, str_of(fact_rows[cc->family].word));
	id = hash_str(id, cc->line);
	id = hash_str(id, cc->target);
	id = route_hash(&call->route, id);
	call->plan.policy_id = id ? id : 1;
	return call->plan.policy_id;
}
