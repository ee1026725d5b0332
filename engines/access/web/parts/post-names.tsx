/** A person's posts in one line each: role, department, area. */
import type { ReactNode } from 'react';
import type { Person } from '../../contract.ts';

export function PostNames(props: { readonly posts: Person['posts']; readonly most?: number }): ReactNode {
  const { posts, most = 2 } = props;
  if (posts.length === 0) return <span className="city-muted">未授岗位</span>;
  return (
    <ul title={posts.map(postText).join('\n')}>
      {posts.slice(0, most).map((post) => (
        <li key={postText(post)}>{postText(post)}</li>
      ))}
      {posts.length > most && <li className="city-muted">等 {posts.length} 个岗位</li>}
    </ul>
  );
}

function postText(post: Person['posts'][number]): string {
  return [post.roleTitle, post.departmentName, post.areaName].filter((part) => part !== '').join(' · ');
}
