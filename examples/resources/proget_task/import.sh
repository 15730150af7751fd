# The id is the task's name.
terraform import proget_task.read 'Read Packages'
