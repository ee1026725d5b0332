/** The opinion box with 常用意见: one click inserts a phrase, what is written can be kept as a new one. */
import { Button, Input, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCodes } from '../../../../ui/sources.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export interface OpinionInputProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  readonly id?: string;
  readonly autoFocus?: boolean;
}

const { phrases: phrasesRoute, addPhrase, removePhrase } = contract.routes;
/** What the city offers everybody; who has phrases of his own finds his first. */
const commonList = 'flow-opinions';
/** As many as two lines hold; the rest is in the list. */
const shownPhrases = 6;

export function OpinionInput(props: OpinionInputProps): ReactNode {
  const { value, onChange } = props;
  const phrases = useCall(phrasesRoute, {}, { fresh: 5 * 60_000 }).data ?? [];
  const common = useCodes(commonList).map(({ name }) => name);
  const offered = [...new Set([...phrases.map(({ text }) => text), ...common])];
  const insert = (text: string) =>
    onChange(
      value.trim() === ''
        ? text
        : `${value.trimEnd()}${/[。;;,,]$/.test(value.trimEnd()) ? '' : '。'}${text}`,
    );
  return (
    <div>
      <Input.TextArea
        {...(props.id ? { id: props.id } : {})}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={props.placeholder ?? '请填写意见'}
        autoSize={{ minRows: 3, maxRows: 10 }}
        maxLength={2000}
        showCount
        autoFocus={props.autoFocus === true}
      />
      <div className="flow-phrases">
        {offered.slice(0, shownPhrases).map((text) => (
          <button key={text} type="button" className="flow-phrase" title={text} onClick={() => insert(text)}>
            {text}
          </button>
        ))}
        <PhraseManager phrases={phrases} draft={value.trim()} onInsert={insert} />
      </div>
    </div>
  );
}

function PhraseManager(props: {
  readonly phrases: readonly { readonly id: string; readonly text: string }[];
  readonly draft: string;
  readonly onInsert: (text: string) => void;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const adding = useAct(addPhrase);
  const removing = useAct(removePhrase);
  const known = props.phrases.some((phrase) => phrase.text === props.draft);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      title="常用意见"
      content={
        <div className="flow-phrase-list">
          {props.phrases.length === 0 && (
            <p className="city-muted">还没有常用意见。写好意见后可以存到这里。</p>
          )}
          {props.phrases.map((phrase) => (
            <p key={phrase.id}>
              <button
                type="button"
                className="city-link"
                onClick={() => {
                  props.onInsert(phrase.text);
                  setOpen(false);
                }}
              >
                {phrase.text}
              </button>
              <button
                type="button"
                className="city-icon-button"
                aria-label={`删除常用意见：${phrase.text}`}
                onClick={() => void removing.act({ id: phrase.id })}
              >
                ×
              </button>
            </p>
          ))}
          <Button
            size="small"
            block
            disabled={props.draft === '' || props.draft.length > 500 || known}
            loading={adding.acting}
            onClick={() => void adding.act({ text: props.draft })}
          >
            {known ? '已在常用意见中' : '把当前意见存为常用'}
          </Button>
        </div>
      }
    >
      <button type="button" className="city-link">
        常用意见…
      </button>
    </Popover>
  );
}
