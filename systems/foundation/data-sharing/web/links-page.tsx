/** 级联链路: the province above, this platform, the counties below; what gets through, what waits, what was set aside, and whether both ends have the same. */
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { LinkView } from '../link-routes.ts';
import { LinkDetail } from './parts/link-detail.tsx';
import { AddLink, NameNode } from './parts/link-forms.tsx';
import { LinkTree } from './parts/link-tree.tsx';
import { stateOfLink } from './parts/link-state.ts';
import './sharing.css';

export default function LinksPage(): ReactNode {
  const asked = useCall(contract.routes.links, {}, { every: 3000 });
  const [chosen, setChosen] = useState<string>();
  const [form, setForm] = useState<'add' | 'node'>();
  return (
    <PageFrame
      title="级联链路"
      summary="与省平台和各县平台之间上报、下发目录，申请、调用和传送数据；断线时排队等待，恢复后自动补齐"
      extra={
        asked.data?.mayKeep && (
          <>
            <Button onClick={() => setForm('node')}>本平台身份</Button>
            <Button type="primary" onClick={() => setForm('add')}>
              建立链路
            </Button>
          </>
        )
      }
    >
      <Shown of={asked} rows={8}>
        {({ node, publicKey, links }) => {
          const shown = links.find(({ id }) => id === chosen) ?? links.find(needsCare) ?? links[0];
          return (
            <>
              <Troubles links={links} />
              <Section title="链路图" extra={<Counts links={links} />}>
                {links.length === 0 ? (
                  <Empty
                    text="还没有级联链路"
                    hint="先核对本平台身份，再与上级或下级平台互换区划代码、地址和公钥"
                  />
                ) : (
                  <LinkTree
                    node={node?.name ?? '本平台'}
                    links={links}
                    chosen={shown?.id}
                    onChoose={setChosen}
                  />
                )}
              </Section>
              {shown !== undefined && <LinkDetail key={shown.id} link={shown} />}
              {form === 'add' && <AddLink publicKey={publicKey} onClose={() => setForm(undefined)} />}
              {form === 'node' && node !== null && (
                <NameNode node={node} publicKey={publicKey} onClose={() => setForm(undefined)} />
              )}
            </>
          );
        }}
      </Shown>
    </PageFrame>
  );
}

function needsCare(link: LinkView): boolean {
  return link.status === 'active' && (link.cutSince !== null || link.silent || link.otherAt !== null);
}

function Counts(props: { readonly links: readonly LinkView[] }): ReactNode {
  const counts = new Map<string, { readonly tone: string; readonly count: number }>();
  for (const link of props.links) {
    const { title, tone } = stateOfLink(link);
    counts.set(title, { tone, count: (counts.get(title)?.count ?? 0) + 1 });
  }
  return [...counts].map(([title, { tone, count }]) => (
    <StatusTag key={title} tone={tone}>
      {title} {count}
    </StatusTag>
  ));
}

function Troubles(props: { readonly links: readonly LinkView[] }): ReactNode {
  const others = props.links.filter(({ otherAt }) => otherAt !== null);
  if (others.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      style={{ marginBottom: 16 }}
      title={`同一身份在另一台机器上使用：${others.map(({ name }) => name).join('、')}`}
      description="可能是对方平台迁移，也可能是被复制。向对方核实后，在链路上确认或拒绝；确认之前两台都不收。"
    />
  );
}
