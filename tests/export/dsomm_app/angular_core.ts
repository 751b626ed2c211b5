// Stands in for Angular, of which the classes that read progress use a decorator and nothing else.
export const Injectable = () => (kind: any) => kind;
