export default function Feedback() {
  return <llm-feedback {...props.said} controls="thumbs comment"></llm-feedback>;
}
