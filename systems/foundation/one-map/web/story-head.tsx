/** What a story says of itself above the layers, and taking it down for whoever may. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

export type Story = OutputOf<typeof contract.routes.story>;

export function StoryHead(props: { readonly story: Story }): ReactNode {
  const { story } = props;
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.withdrawStory, {
    onDone: () => void navigate('/one-map/stories'),
  });
  const withdraw = async () => {
    const sure = await confirmDanger({
      title: `撤下“${story.title}”`,
      hint: '撤下后，拿到地址的人也打不开；记录仍然保留',
      okText: '撤下',
    });
    if (sure) await act({ id: story.id, version: story.version });
  };
  return (
    <div className="one-map-story">
      <p className="city-muted">
        {story.departmentName} · {story.createdAt.slice(0, 10)}
        {story.own && (
          <Button type="link" size="small" danger loading={acting} onClick={() => void withdraw()}>
            撤下
          </Button>
        )}
      </p>
      {story.note !== '' && <p>{story.note}</p>}
      {story.hidden > 0 && (
        <Alert type="info" showIcon title={`其中 ${story.hidden} 个图层本人无权查看，没有显示`} />
      )}
    </div>
  );
}
