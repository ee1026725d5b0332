/** A form in a dialog: the button sends it, and closing forgets what was typed. */
import { Form, type FormInstance, Modal, type ModalProps } from 'antd';
import type { ReactNode } from 'react';

export function FormModal<Values extends object>(props: {
  readonly form: FormInstance<Values>;
  readonly open: boolean;
  readonly title: string;
  readonly okText: string;
  readonly danger?: boolean;
  readonly acting: boolean;
  readonly onSend: (values: Values) => void;
  readonly onClose: () => void;
  readonly afterClose?: ModalProps['afterClose'];
  readonly onValuesChange?: () => void;
  readonly initialValues?: Partial<Values>;
  /** At the other end of the row of buttons: taking out what the form is about. */
  readonly aside?: ReactNode;
  /** Above the form. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      okButtonProps={{ danger: props.danger ?? false }}
      confirmLoading={props.acting}
      onOk={() => props.form.submit()}
      onCancel={props.onClose}
      footer={(buttons) => (
        <div className="city-form-foot">
          {props.aside}
          <span>{buttons}</span>
        </div>
      )}
      {...(props.afterClose ? { afterClose: props.afterClose } : {})}
      destroyOnHidden
    >
      {props.notice}
      <Form<Values>
        form={props.form}
        layout="vertical"
        preserve={false}
        onFinish={props.onSend}
        {...(props.onValuesChange ? { onValuesChange: props.onValuesChange } : {})}
        {...(props.initialValues ? { initialValues: props.initialValues } : {})}
      >
        {props.children}
      </Form>
    </Modal>
  );
}
