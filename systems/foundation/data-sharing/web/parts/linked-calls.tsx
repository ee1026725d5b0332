/** 跨级调用凭证: of each call over a link both ends' signed words, and whether they say the same. */
import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import { saveFile } from '../../../../../engines/registers/web/import/save-file.ts';
import { callFile } from '../../../../../ui/call.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const words = {
  agree: { title: '双方一致', tone: 'green' },
  differ: { title: '双方不一致', tone: 'red' },
  waiting: { title: '等待对方凭证', tone: 'yellow' },
} as const;

/** Nothing for a contract between departments here. */
export function LinkedCalls(props: { readonly id: string }): ReactNode {
  const { id } = props;
  const asked = useCall(contract.routes.linkedCalls, { id });
  if (asked.data?.calls.length === 0) return null;
  return (
    <Section title="跨级调用的双方凭证" flush>
      <Shown of={asked} rows={2}>
        {({ calls }) => (
          <Table
            rowKey="id"
            size="small"
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            dataSource={[...calls]}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: '时间', render: (_, call) => momentText(call.at) },
              {
                title: '方向',
                render: (_, call) => (call.way === 'out' ? '本平台调用对方' : '对方调用本平台'),
              },
              {
                title: '凭证',
                render: (_, call) => (
                  <StatusTag tone={words[call.words].tone}>{words[call.words].title}</StatusTag>
                ),
              },
              {
                title: '操作',
                render: (_, call) => (
                  <Button
                    type="link"
                    size="small"
                    onClick={() =>
                      void saveFile(() => callFile(contract.routes.linkedWords, { id, call: call.id }))
                    }
                  >
                    下载双方凭证
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}
