// Ask the desk's server; each answer is JSON, and an answer that refuses is thrown with its words.

const token = document.querySelector('meta[name="desk-token"]').content;

export class Refusal extends Error {
  constructor(answer) {
    super(answer.message || "the desk gave no answer");
    this.findings = answer.findings || null;
  }
}

export async function ask(action, body) {
  const request = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Desk-Token": token },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(`/api/${action}`, request);
  } catch {
    throw new Refusal({ message: "the desk does not answer; is communique desk still running?" });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(answer);
  return answer;
}
