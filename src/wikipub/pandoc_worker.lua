-- pandoc in a process of its own, one document after the other: run by `pandoc lua`, started by engines/.
--
-- Standard input: requests, each a line of JSON, then the document, as many bytes of pandoc's JSON as that line says.
-- Standard output: for each a line of JSON that names the answer's `kind` and its `size` in bytes, then the answer:
-- "made" what the writer made, "refused" why it made nothing. What pandoc warns of goes to standard error before that.
-- The process ends with its standard input.
--
-- There is no sandbox here: engines/pandoc.py hands over only what makes a writer open no file but those named below.

local templates = {}

local function compiled(text)
  if not templates[text] then
    templates = { [text] = pandoc.template.compile(text) } -- a run has one or two
  end
  return templates[text]
end

local function made(request, document)
  local options = request.options
  if request.template then
    options.template = compiled(request.template)
  elseif request.standalone then
    options.template = compiled(pandoc.template.default(request.to:match("^%w+")))
  end
  return pandoc.write(pandoc.read(document, "json"), request.to, pandoc.WriterOptions(options))
end

for line in io.stdin:lines() do
  local request = pandoc.json.decode(line, false)
  local whole, answer = pcall(made, request, io.stdin:read(request.size))
  answer = whole and answer or tostring(answer)
  io.stdout:write(('{"kind": "%s", "size": %d}\n'):format(whole and "made" or "refused", #answer), answer)
  io.stdout:flush()
end
