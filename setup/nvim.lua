-- Value streams in Neovim 0.11 or newer, by the language server of vs. Neovim reads this file where `exrc` is set, once
-- you trust it (`:help exrc`).
vim.lsp.config("vs", {
  cmd = { "vs", "lsp" },
  filetypes = { "yaml" },
  root_dir = function(buffer, start)
    if vim.api.nvim_buf_get_name(buffer):match("%.vs%.ya?ml$") then
      start(vim.fn.getcwd())
    end
  end,
})
vim.lsp.enable("vs")
