/** 权限推演: may this person do this with such a row, and why: which posts give it, which of them reach the row, and what is masked. */
import { type Decision, fieldClasses, isMasked, scopeMatches } from '../../../../kernel/access.ts';
import type { HeldPost } from './held-posts.ts';
import { isHeld } from './held-posts.ts';
import { scopeOf } from './principals.ts';

export interface RoleFacts {
  readonly permissions: readonly string[];
  readonly clearance: string;
  readonly reach: string;
}

export interface Question {
  readonly permission: string;
  readonly area: string | undefined;
  readonly department: string | undefined;
  /** The row is his own. */
  readonly own: boolean;
}

export interface PostVerdict {
  readonly post: HeldPost;
  readonly held: boolean;
  readonly gives: boolean;
  readonly reaches: boolean;
}

export interface Explanation {
  readonly permit: boolean;
  readonly posts: readonly PostVerdict[];
  /** What the decision lets him read unmasked; undefined when refused. */
  readonly clearance: string | undefined;
  readonly masked: readonly string[];
}

/** Goes the way of the decision itself: the same scopes, the same merging, so that it cannot tell another story. */
export function explainAccess(
  subject: string,
  posts: readonly HeldPost[],
  roles: ReadonlyMap<string, RoleFacts>,
  question: Question,
  now: Date,
  decision: Decision,
): Explanation {
  const row = {
    area: question.area,
    departments: question.department === undefined ? undefined : [question.department],
    subjects: question.own ? [subject] : [],
  };
  const verdicts = posts.map((post) => {
    const role = roles.get(post.role);
    const gives = role?.permissions.includes(question.permission) ?? false;
    const reaches = scopeMatches(scopeOf(role?.reach ?? 'self', post, subject), row);
    return { post, held: isHeld(post, now), gives, reaches };
  });
  const permit = decision.permit && decision.rows.some((scope) => scopeMatches(scope, row));
  const clearance = permit && decision.permit ? decision.clearance : undefined;
  const masked = clearance === undefined ? [] : fieldClasses.filter((one) => isMasked(one, clearance));
  return { permit, posts: verdicts, clearance, masked };
}
