/** 地图故事: the kept view as the opener may see it. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { MapDesk } from './map-desk.tsx';
import type { Story } from './story-head.tsx';

export default function StoryPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.story, { id }, { fresh: 60_000 });
  return (
    <Shown of={asked} rows={12}>
      {(story) => <ShownStory key={story.id} story={story} />}
    </Shown>
  );
}

function ShownStory(props: { readonly story: Story }): ReactNode {
  usePageTitle(props.story.title);
  return <MapDesk story={props.story} />;
}
